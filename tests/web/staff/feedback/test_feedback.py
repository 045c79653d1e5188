"""The page on which editors read what readers said."""

import pytest

from intake.feedback import actions
from intake.feedback.actions import Version
from intake.feedback.models import Answer, Remark
from tests.factories.staff import make_staff
from tests.web.staff.reading import one, parsed, text

URL = "/staff/feedback/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    editor = make_staff("content_editor")
    client.force_login(editor)
    return editor


def give(answer=Answer.NO, remark="", code="T2", version=7):
    said = Version(code, "en", version)
    actions.give(version=said, answer=answer, remark=remark)


def test_totals_stand_by_page_and_version(client, editor):
    give(), give(), give(Answer.YES), give(Answer.YES, version=8)

    page = client.get(URL)

    row = one(page, "[data-feedback=T2][data-version='7']")
    cells = [text(cell) for cell in row.select("td")][1:]
    assert cells == ["1", "0", "2", "3"]
    assert "Could it be an option for me?" in text(row)
    assert one(page, "[data-feedback=T2][data-version='8']")


def test_a_remark_is_shown_as_text_and_can_be_removed(client, editor):
    give(remark="<b>My name</b> is Kim")
    page = client.get(URL)
    shown = one(page, "[data-remark]")

    reply = client.post(shown.form["action"], follow=True)

    assert "<b>My name</b> is Kim" in text(shown)
    assert reply.redirect_chain == [(URL, 302)]
    assert not Remark.objects.exists()
    assert "Kim" not in reply.text


def test_a_remark_that_is_gone_already_is_gone(client, editor):
    assert client.post("/staff/feedback/99/remove/").status_code == 302


def test_before_anybody_answered_it_says_so(client, editor):
    page = client.get(URL)

    assert "Nobody has answered yet." in page.text
    assert not parsed(page).select("table")


def test_the_navigation_leads_editors_there(client, editor):
    assert one(client.get(URL), f".site-nav a[href='{URL}']")["aria-current"] == "page"


@pytest.mark.parametrize("role", ["clinician", "front_desk", "administrator"])
def test_nobody_else_reads_it(client, role):
    client.force_login(make_staff(role))
    give(remark="x")

    assert client.get(URL).status_code == 403
    assert client.post(f"{URL}{Remark.objects.get().pk}/remove/").status_code == 403
    assert Remark.objects.exists()


def test_more_remarks_need_no_more_queries(
    client, editor, django_assert_max_num_queries
):
    for number in range(8):
        give(remark=f"remark {number}", version=number)

    with django_assert_max_num_queries(9):
        client.get(URL)
