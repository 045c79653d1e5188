"""The list of questionnaires, and closing and opening them."""

import pytest
from django.urls import reverse

from intake.accounts.models import User
from intake.accounts.roles import Role
from intake.audit.models import Event
from intake.practice.models import CrisisRecord
from intake.questionnaires import actions
from intake.questionnaires.models import Questionnaire
from intake.questionnaires.publishing import propose_questionnaire
from intake.web.staff.questionnaires.questionnaire_urls import questionnaire_patterns
from tests.factories.cases import make_case, make_response
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.staff import make_patient_account, make_staff
from tests.web.staff.reading import one, parsed, text, values

LIST = "/staff/questionnaires/"
CLOSE = "/staff/questionnaires/screening/close/"
OPEN = "/staff/questionnaires/screening/1/open/"
pytestmark = pytest.mark.django_db
NAMES = [pattern.name for pattern in questionnaire_patterns]
NOT_DIRECTORS = [role for role in Role.values if role != Role.MEDICAL_DIRECTOR]


@pytest.fixture
def director(client):
    director = make_staff("medical_director")
    client.force_login(director)
    return director


def screening():
    return Questionnaire.objects.get(code="screening")


def proposed(by):
    words = screening().versions.first().definition.to_data()
    return propose_questionnaire(words | {"title": {"en": "New words"}}, by)


def address(name):
    if name in ("questionnaires", "questionnaire_add"):
        return reverse(f"staff:{name}")
    if name == "questionnaire_close":
        return CLOSE
    page = [1] if name.endswith("_page") else []
    if name.startswith("proposal"):
        by = make_staff("medical_director")
        return reverse(f"staff:{name}", args=[proposed(by).pk, *page])
    return reverse(f"staff:{name}", args=["screening", 1, *page])


class TestDoors:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_medical_director_may(self, client, director, name):
        assert client.get(address(name)).status_code == 200

    @pytest.mark.parametrize("role", NOT_DIRECTORS)
    def test_nobody_else_publishes_or_looks_at_proposals(self, client, role):
        client.force_login(make_staff(role))
        others = [name for name in NAMES if name != "version_print"]

        assert {client.get(address(name)).status_code for name in others} == {403}
        assert {client.post(address(name)).status_code for name in others} == {403}

    @pytest.mark.parametrize("role", Role.values)
    def test_whoever_works_with_patients_prints(self, client, role):
        client.force_login(make_staff(role))

        status = client.get(address("version_print")).status_code

        care = {Role.FRONT_DESK, Role.CLINICIAN, Role.MEDICAL_DIRECTOR}
        assert status == (200 if role in care else 403)

    def test_a_patient_is_refused(self, client):
        client.force_login(make_patient_account())

        assert {client.get(address(name)).status_code for name in NAMES} == {403}

    @pytest.mark.parametrize("name", NAMES)
    def test_another_method_is_refused(self, client, director, name):
        assert client.delete(address(name)).status_code == 405

    @pytest.mark.parametrize(
        "path",
        [
            "screening/2/",
            "screening/0/",
            f"screening/{10**30}/",
            "nothing/1/",
            "screening/1/pages/0/",
            "screening/1/pages/999/",
            "screening/2/print/",
            "screening/2/open/",
            "nothing/close/",
            "proposals/00000000-0000-0000-0000-000000000001/",
            "proposals/00000000-0000-0000-0000-000000000001/pages/1/",
            "proposals/00000000-0000-0000-0000-000000000001/print/",
        ],
    )
    def test_what_does_not_exist_is_not_found(self, client, director, path):
        assert client.get(LIST + path).status_code == 404
        assert client.post(LIST + path).status_code in (404, 405)

    def test_the_navigation_leads_there(self, client, director):
        assert f'href="{LIST}"' in client.get("/staff/").text


class TestTheList:
    def test_it_shows_which_version_is_open_and_who_is_on_each(self, client, director):
        make_case()
        make_response()
        second = publish_part(*RISK)
        draft = make_response()
        gone = make_response()
        actions.withdraw_response(response=gone, by=gone.patient.user)

        page = client.get(LIST)

        assert values(page, "[data-questionnaire]", "data-open") == ["2"]
        rows = {
            row["data-version"]: [text(cell) for cell in row.select(".number")]
            for row in parsed(page).select("[data-version]")
        }
        assert rows == {"2": ["1", "0"], "1": ["1", "1"]}
        assert draft.version == second

    def test_a_closed_one_says_so(self, client, director):
        Questionnaire.objects.update(active_version=None)

        page = client.get(LIST)

        assert values(page, "[data-questionnaire]", "data-open") == [""]
        assert "nobody can begin it" in page.text

    def test_what_waits_to_be_published_is_listed_until_it_is(self, client, director):
        proposal = proposed(director)
        url = reverse("staff:proposal", args=[proposal.pk])
        assert url in client.get(LIST).text

        client.post(url, {"_action": "publish", "accepted": "on"})

        assert url not in client.get(LIST).text

    def test_it_says_what_keeps_patients_from_beginning(self, client, director):
        CrisisRecord.objects.update(confirmed_at=None)
        User.objects.filter(login="on.call").update(is_active=False)

        words = text(one(client.get(LIST), "main [role=status]"))

        assert "New patients cannot begin now" in words
        assert "nobody has confirmed the help numbers" in words
        assert "an alert would reach nobody" in words

    def test_whoever_may_put_it_right_is_led_there(self, client):
        CrisisRecord.objects.update(confirmed_at=None)
        both = make_staff("medical_director", "administrator")
        alone = make_staff("medical_director")

        client.force_login(both)
        assert values(client.get(LIST), "main [role=status] a", "href") == [
            "/staff/admin/help-numbers/"
        ]
        client.force_login(alone)
        page = client.get(LIST)
        assert values(page, "main [role=status] a", "href") == []
        assert "An administrator can do that" in page.text

    def test_it_costs_the_same_for_many_versions_and_patients(
        self, client, director, django_assert_num_queries
    ):
        def count():
            with django_assert_num_queries(10):
                client.get(LIST)

        client.get(LIST)
        count()
        for title in "abc":
            publish_part(*RISK)
            make_response(first_name=title)
        client.get(LIST)
        count()


class TestClosing:
    def test_it_asks_once_and_then_closes(self, client, director):
        make_response()

        page = client.get(CLOSE)
        assert "1 person who has begun can finish" in page.text
        assert screening().active_version

        reply = client.post(CLOSE, {"_action": "close"}, follow=True)

        assert screening().active_version is None
        assert "screening is closed" in reply.text
        event = Event.objects.get(action="questionnaire.retired")
        assert event.actor_id == str(director.pk)

    def test_twice_has_one_effect(self, client, director):
        for _time in range(2):
            assert client.post(CLOSE, {"_action": "close"}).status_code == 302

        assert Event.objects.filter(action="questionnaire.retired").count() == 1

    def test_another_button_changes_nothing(self, client, director):
        assert client.post(CLOSE, {"_action": "x"}).status_code == 422
        assert screening().active_version


class TestOpening:
    def test_it_asks_once_and_then_opens(self, client, director):
        Questionnaire.objects.update(active_version=None)
        assert "New patients can begin again" in client.get(OPEN).text

        reply = client.post(OPEN, {"_action": "open"}, follow=True)

        assert screening().active_version.number == 1
        assert "Version 1 is open to new patients." in reply.text

    def test_it_says_which_version_it_replaces(self, client, director):
        publish_part(*RISK)

        assert "instead of version 2" in client.get(OPEN).text

    def test_another_button_changes_nothing(self, client, director):
        publish_part(*RISK)

        assert client.post(OPEN, {"_action": "close"}).status_code == 422
        assert screening().active_version.number == 2

    def test_without_cover_it_says_why_not(self, client, director):
        Questionnaire.objects.update(active_version=None)
        CrisisRecord.objects.update(confirmed_at=None)

        for reply in (client.get(OPEN), client.post(OPEN, {"_action": "open"})):
            summary = text(one(reply, "#error-summary"))
            assert "nobody has confirmed the help numbers" in summary
        assert reply.status_code == 422
        assert screening().active_version is None

    def test_a_version_that_the_rules_cannot_judge_is_not_opened(
        self, client, director
    ):
        part = publish_part(*RISK)
        Questionnaire.objects.update(active_version=None)
        url = reverse("staff:version_open", args=["screening", part.number])

        reply = client.post(url, {"_action": "open"})

        assert reply.status_code == 422
        assert "'aneurysm'" in text(one(reply, "#error-summary"))
        assert screening().active_version is None
