"""Who may do what on the editing side, and what it shows them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from intake.accounts.roles import EDITORS, Role
from intake.audit.models import Event
from intake.education.models import ArticlePage
from intake.education.preferences import PreferencesView
from intake.practice.models import CrisisRecord
from tests.factories.staff import make_patient_account, make_staff


@pytest.fixture
def rights(editor):
    """Call it with a page: what an editor may do with it."""
    return lambda page: page.permissions_for_user(editor)


def address(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


@pytest.mark.parametrize("role", sorted(EDITORS))
def test_editors_come_in(client, portal, role):
    client.force_login(make_staff(role))

    assert client.get("/cms/").status_code == 200


@pytest.mark.parametrize("role", sorted(set(Role) - EDITORS))
def test_other_staff_are_refused(client, portal, role):
    client.force_login(make_staff(role))

    assert client.get("/cms/").status_code == 403


def test_patients_are_refused(client, portal):
    client.force_login(make_patient_account())

    assert client.get("/cms/").status_code == 403


@pytest.mark.parametrize("path", ["/cms/", "/cms/login/", "/cms/pages/"])
def test_nobody_signs_in_by_wagtails_own_page(client, portal, path):
    response = client.get(path)

    assert response.status_code == 302
    assert response.url.startswith("/staff/sign-in/")


def test_an_editor_may_write_and_publish_articles(rights, portal, article):
    assert rights(portal).can_add_subpage()
    assert rights(portal).can_edit()
    assert rights(article("T1")).can_edit()
    assert rights(article("T1")).can_publish()
    assert rights(article("T1")).can_unpublish()


class TestUntriedNumbersForACrisis:
    def test_keep_new_articles_from_readers(self, rights, portal, article):
        CrisisRecord.objects.update(confirmed_at=None)
        new = article("T2")
        new.live, new.first_published_at = False, None

        assert not rights(portal).can_publish_subpage()
        assert not rights(new).can_publish()
        assert not rights(new).can_submit_for_moderation()
        assert rights(article("T1")).can_publish()

    @pytest.mark.parametrize(
        ("tried", "said"), [(None, "never"), (200, "late"), (100, "")]
    )
    def test_are_told_to_editors_first_of_all(self, client, editor, tried, said):
        at = tried and timezone.now() - timedelta(days=tried)
        CrisisRecord.objects.update(confirmed_at=at)
        client.force_login(editor)

        html = client.get("/cms/").text

        assert (f'data-numbers="{said}"' in html) == bool(said)
        assert ("data-numbers" in html) == bool(said)


def test_an_editor_has_no_rights_above_the_portal(rights, portal):
    root = rights(Page.get_first_root_node())

    assert not root.can_edit()
    assert not root.can_add_subpage()


def test_what_patients_saw_is_not_deleted(rights, article):
    assert not rights(article("T1")).can_delete()


def test_a_page_that_was_taken_down_is_kept_as_well(rights, article):
    article("T1").unpublish()

    assert not rights(article("T1")).can_delete()


def test_a_draft_that_nobody_saw_may_be_deleted(rights, portal, editor):
    draft = ArticlePage(title="Idea", live=False, owner=editor)
    portal.add_child(instance=draft)

    assert rights(draft).can_delete()


def test_no_editor_can_let_go_of_the_way_to_help(client, editor, article):
    client.force_login(editor)

    html = client.get(address("edit", article("T16").pk)).text

    assert "help_first" not in html
    assert article("T16").stays_up


def test_the_way_to_help_stays_up(rights, portal, article):
    assert not rights(article("T16")).can_unpublish()
    assert not rights(portal).can_unpublish()
    assert not rights(portal).can_delete()


@pytest.mark.parametrize("action", ["copy", "move", "delete"])
def test_what_may_not_be_done_is_refused_by_its_page_too(
    client, editor, article, action
):
    client.force_login(editor)
    page = article("T1")

    response = client.post(address(action, page.pk))

    assert response.status_code == 302
    assert response.url == "/cms/"
    assert article("T1").live


def test_bulk_deleting_spares_what_patients_saw(client, editor, article):
    client.force_login(editor)
    page = article("T1")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    client.post(f"{url}?id={page.pk}&next=/cms/")

    assert article("T1").live


@pytest.mark.parametrize(
    "path",
    [
        "/cms/users/",
        "/cms/groups/",
        "/cms/sites/",
        "/cms/locales/",
        "/cms/redirects/",
        "/cms/documents/",
        "/cms/workflows/list/",
        "/cms/collections/",
    ],
)
def test_what_the_clinic_manages_elsewhere_is_closed(client, editor, path):
    client.force_login(editor)

    response = client.get(path)

    assert response.status_code in {302, 403}
    assert response.get("Location", "/cms/") == "/cms/"


def test_the_menu_holds_only_what_is_used(client, editor):
    client.force_login(editor)

    html = client.get("/cms/").text

    for name in ("/cms/pages/", "/cms/images/", "/cms/reports/"):
        assert name in html
    for name in ("/cms/documents/", "/cms/users/", "/cms/redirects/", "wagtail.org"):
        assert name not in html


def test_the_first_page_lists_what_nobody_has_checked(client, editor, article):
    client.force_login(editor)

    html = client.get("/cms/").text

    assert address("edit", article("T16").pk) in html
    assert "Nobody has checked it yet" in html


def test_the_editing_side_carries_the_clinics_name(client, editor):
    client.force_login(editor)

    html = client.get("/cms/").text

    assert "<title>Dashboard - Our clinic</title>" in "".join(html.split("\n"))


def test_only_clinicians_among_editors_are_shown_the_way_to_the_worklist(
    client, editor
):
    client.force_login(editor)
    assert '"url": "/staff/"' not in client.get("/cms/").text

    client.force_login(make_staff(Role.MEDICAL_DIRECTOR))
    assert '"url": "/staff/"' in client.get("/cms/").text


def test_preferences_ask_for_no_name_or_picture(rf, editor):
    view = PreferencesView()
    view.request = rf.get("/cms/account/")
    view.request.user = editor

    names = {type(panel).__name__ for panel in view.get_panels()}

    assert "ThemeSettingsPanel" in names
    assert not names & {"NameEmailSettingsPanel", "AvatarSettingsPanel"}


def test_pages_of_the_editing_side_hold_no_inline_scripts(client, editor, article):
    client.force_login(editor)
    page = article("T12")

    for path in ("/cms/", address("edit", page.pk), address("history", page.pk)):
        html = client.get(path).text
        scripts = [part.split(">")[0] for part in html.split("<script")[1:]]
        executed = [attrs for attrs in scripts if "application/json" not in attrs]
        assert executed
        assert all("src=" in attrs for attrs in executed)


def test_publishing_and_taking_down_are_in_the_audit_trail(editor, article):
    page = article("T1")

    page.save_revision(user=editor).publish(user=editor)
    page.unpublish(user=editor)

    events = Event.objects.filter(subject_id=str(page.pk), actor_id=str(editor.pk))
    assert [event.action for event in events.order_by("number")] == [
        "portal.published",
        "portal.unpublished",
    ]


def test_drafts_are_not_in_the_audit_trail(editor, article):
    page = article("T1")

    page.save_revision(user=editor)

    events = Event.objects.filter(actor_id=str(editor.pk))
    assert not events.filter(action__startswith="portal.").exists()
