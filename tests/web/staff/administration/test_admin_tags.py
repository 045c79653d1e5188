"""The clinic's list of tags, kept by an administrator."""

import pytest

from intake.audit.models import Event
from intake.coordination.models import Tag
from tests.factories.staff import make_staff
from tests.web.staff.reading import hidden, one, text

pytestmark = pytest.mark.django_db

URL = "/staff/admin/tags/"


@pytest.fixture
def administrator(client):
    client.force_login(make_staff("administrator"))
    return client


def test_a_tag_is_added_with_a_color_and_its_name(administrator):
    sent = {"name": " Evenings  only ", "color": "blue", "is_active": "on"}

    listed = administrator.post(f"{URL}add/", sent, follow=True)

    assert text(one(listed, "[data-tag]")) == "Evenings only"
    assert Tag.objects.get().color == "blue"
    assert Event.objects.filter(action="tag.created").count() == 1


def test_the_field_says_that_a_tag_holds_no_word_of_health(administrator):
    page = administrator.get(f"{URL}add/")

    assert "Write nothing about health" in text(one(page, "#id_name_helptext"))


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "evenings"}, {"name": "x" * 25}, {"color": "pink"}],
    ids=str,
)
def test_what_is_no_tag_of_its_own_is_refused(administrator, wrong):
    Tag.objects.create(name="Evenings")
    sent = {"name": "Far", "color": "gray"} | wrong

    assert administrator.post(f"{URL}add/", sent).status_code == 422
    assert Tag.objects.count() == 1


def test_a_tag_is_put_out_of_use(administrator):
    tag = Tag.objects.create(name="Evenings")
    form = administrator.get(f"{URL}{tag.pk}/")

    sent = hidden(form) | {"name": "Evenings", "color": "gray"}
    administrator.post(f"{URL}{tag.pk}/", sent)

    assert not Tag.objects.in_use().exists()


def test_a_tag_changed_elsewhere_is_not_overwritten(administrator):
    tag = Tag.objects.create(name="Evenings")
    seen = hidden(administrator.get(f"{URL}{tag.pk}/"))
    Tag.objects.update(name="Mornings")

    sent = seen | {"name": "Nights", "color": "gray", "is_active": "on"}
    reply = administrator.post(f"{URL}{tag.pk}/", sent)

    assert reply.status_code == 409
    assert Tag.objects.get().name == "Mornings"
