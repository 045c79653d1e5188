"""What Wagtail cannot read in an address is answered with a page."""

import pytest

from intake.accounts.roles import Role
from intake.education.models import ArticlePage
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db
LINK = "/cms/choose-external-link/"


@pytest.fixture
def editor(client):
    client.force_login(make_staff(Role.CONTENT_EDITOR))
    return client


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/cms/images/chooser/chosen/X/", 404),
        ("/cms/images/chooser/chosen-multiple/?id=X", 404),
        ("/cms/choose-page/chosen-multiple/?id=X", 404),
        ("/cms/pages/?q=%00", 400),
        ("/cms/failwhale/", 403),
        ("/cms/pages/1/move/1/confirm/", 403),
        ("/cms/pages/1/set_position/", 403),
    ],
)
def test_an_address_that_cannot_be_read_is_a_page(editor, address, status):
    assert editor.get(address).status_code == status


@pytest.mark.parametrize(
    "address", ["/cms/snippets/choose/education/video/create/", LINK]
)
def test_a_form_without_its_fields_is_refused(editor, address):
    assert (
        editor.post(address, {"external-link-chooser-link_text": "x"}).status_code
        == 400
    )


def test_an_address_that_is_none_is_refused_where_it_was_sent(editor):
    fields = {
        "external-link-chooser-url": "http://[",
        "external-link-chooser-link_text": "x",
    }

    assert editor.post(LINK, fields).status_code in (200, 400)


def test_a_word_in_place_of_where_to_go_next_is_refused(editor):
    article = ArticlePage.objects.get(article_code="T1")

    reply = editor.post(f"/cms/pages/{article.pk}/unpublish/?next=1e309")

    assert reply.status_code == 400


def test_a_mistake_of_ours_elsewhere_stays_one(client, monkeypatch):
    def view(*_args, **_kwargs):
        raise ValueError

    monkeypatch.setattr("intake.web.public.views.render", view)
    client.raise_request_exception = False

    assert client.get("/start/").status_code == 500


def test_a_mistake_of_ours_on_the_editing_side_stays_one(editor, monkeypatch):
    monkeypatch.setattr("intake.education.due.Organisation", None)
    editor.raise_request_exception = False

    assert editor.get("/cms/").status_code == 500
