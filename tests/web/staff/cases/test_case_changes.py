"""What the case shows of answers that were sent again, and of those before."""

import uuid

import pytest

from intake.audit.models import Event
from intake.domain.questionnaire.answers import ListState
from intake.review import actions, asking
from intake.review.actions import Verdict
from intake.safety.models import Alert
from tests.factories.cases import make_case
from tests.factories.responses import add_row, answer, answer_until, say_of_list
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.review.test_asking import newer
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db


def url(case):
    return f"/staff/cases/{case.reference}/"


def amend(case, by, *items, **given):
    """Ask some questions again, and have them answered and sent."""
    request = asking.ask_patient(case=case, items=items, reason="Why", by=by)
    answer_until(request, **given)
    return asking.receive_answers(response=request, by=request.patient.user)


@pytest.fixture
def unsure(site):
    return make_case({"escort": "unsure"}, site=site)


@pytest.fixture
def read(client, clinician):
    client.force_login(clinician)
    return lambda case: client.get(url(case))


def test_answers_as_first_sent_say_nothing_of_changes(read, unsure):
    assert not parsed(read(unsure)).select("[data-changes], [data-before]")


def test_each_changed_answer_stands_with_the_one_before(read, unsure, clinician):
    case = amend(unsure, clinician, "escort", "stay", escort="yes", stay="yes")

    page = read(case)

    changed = one(page, "[data-changed=escort]")
    assert [text(cell) for cell in changed.select("td")] == ["Not sure", "Yes"]
    assert values(page, "[data-changes] [data-changed]", "data-changed") == ["escort"]
    assert "Can you stay" in text(one(page, "[data-confirmed]"))
    assert f"asked by {clinician}" in text(one(page, "[data-changes] h3"))


def test_what_an_answer_hides_or_opens_is_part_of_the_difference(read, site, clinician):
    case = make_case({"reasons": ["depression"]}, site=site)
    case = amend(case, clinician, "reasons", reasons=["pain"], peg_1=7)

    opened = one(read(case), "[data-changed=peg_1]")

    assert [text(cell) for cell in opened.select("td")] == ["Not asked", "7"]


def test_a_list_is_compared_row_by_row(read, site, clinician):
    case = make_case({"medicines": [{"rx_name": "sertraline"}]}, site=site)
    request = asking.ask_patient(
        case=case, items=["medicines"], reason="Why", by=clinician
    )
    add_row(request, "medicines", rx_name="lithium", rx_dose="300 mg")
    say_of_list(request, "medicines", ListState.DONE)
    case = asking.receive_answers(response=request, by=request.patient.user)

    before, now = (text(td) for td in one_list(read(case)).select("td"))

    assert "lithium" not in before
    assert "sertraline" in now
    assert "lithium · 300 mg" in now


def one_list(page):
    return one(page, "[data-changes] [data-changed=medicines]")


def test_a_score_stands_beside_the_one_before(read, site, clinician):
    case = make_case(site=site)
    case = amend(case, clinician, "phq9_1", **{f"phq9_{n}": 1 for n in range(1, 9)})

    page = read(case)

    score = one(page, "[data-score=phq9]")
    assert score["data-total"] == "8"
    assert text(score.select_one("[data-before]")) == "before: 17 of 27"
    assert not one(page, "[data-score=gad7]").select("[data-before]")


def test_a_decision_made_before_says_that_answers_changed(read, unsure, clinician):
    outcomes = {"iv_im": "eligible", "in": "eligible"}
    actions.record_decision(
        case=unsure,
        verdict=Verdict(outcomes, "Why", "What"),
        seen=actions.revision_of(unsure),
        by=clinician,
    )
    case = amend(unsure, clinician, "escort", escort="yes")

    assert "after this decision" in text(one(read(case), "[data-older]"))


class TestReadingWhatWasSentBefore:
    def test_it_is_shown_as_it_was_sent_and_recorded(
        self, client, read, unsure, clinician
    ):
        first = unsure.response
        case = amend(unsure, clinician, "escort", escort="yes")

        page = client.get(one(read(case), "a[data-earlier]")["href"])

        assert text(one(page, "dd[data-item=escort]")) == "Not sure"
        assert "changed later" in text(one(page, "main"))
        event = Event.objects.get(action="response.read")
        assert (event.subject_id, event.actor_id) == (str(first.pk), str(clinician.pk))

    def test_the_latest_is_read_there_too(self, client, read, unsure, clinician):
        case = amend(unsure, clinician, "escort", escort="yes")
        read(case)

        page = client.get(f"{url(case)}answers/{case.response_id}/")

        assert text(one(page, "dd[data-item=escort]")).startswith("Yes")

    def test_what_does_not_belong_to_the_case_is_not_found(
        self, client, read, unsure, site, clinician
    ):
        other = make_case(site=site)
        open_one = asking.ask_patient(
            case=unsure, items=["stay"], reason="Why", by=clinician
        )
        read(unsure)

        for pk in (other.response_id, open_one.pk, uuid.uuid4()):
            assert client.get(f"{url(unsure)}answers/{pk}/").status_code == 404
        assert not Event.objects.filter(action="response.read").exists()

    @pytest.mark.parametrize(
        ("visitor", "status"),
        [
            pytest.param(None, 302, id="nobody"),
            pytest.param(make_patient_account, 403, id="a patient"),
            pytest.param(lambda: make_staff("front_desk"), 403, id="front desk"),
            pytest.param(
                lambda: make_staff("clinician", sites=(make_site(),)),
                404,
                id="another site",
            ),
        ],
    )
    def test_others_do_not_read_it(self, client, unsure, visitor, status):
        if visitor:
            client.force_login(visitor())

        reply = client.get(f"{url(unsure)}answers/{unsure.response_id}/")

        assert reply.status_code == status


class TestTwoVersions:
    """A question of a new version was answered on top of the first answers."""

    @pytest.fixture
    def both(self, case):
        asking.ask_cases(newer(case, "new"), None)
        request = case.response.followed_by.get()
        answer(request, "new_page", new="yes")
        return asking.receive_answers(response=request, by=request.patient.user)

    def test_every_answer_stands_there_once(self, read, both):
        page = read(both)

        for name in ("new", "escort", "stay"):
            assert len(parsed(page).select(f".answers dd[data-item={name}]")) == 1
        changed = one(page, "[data-changed=new]")
        assert [text(cell) for cell in changed.select("td")] == ["Not asked", "Yes"]
        assert "by a new version" in text(one(page, "[data-changes] h3"))

    def test_findings_and_scores_find_their_answers(self, read, both):
        page = read(both)

        assert one(page, "[data-score=phq9]")["data-total"] == "17"
        assert len(parsed(page).select("[data-trial]")) == 2
        assert text(one(page, "[data-score=phq9] dd[data-item=phq9_1]"))


def test_the_alert_shows_the_answers_as_they_stand_however_often_they_changed(
    client, site, clinician
):
    case = make_case({"phq9_9": 2, "asq_3": "yes"}, site=site)
    amend(case, clinician, "phq9_1", phq9_9=1)
    alert = Alert.objects.open().get()
    client.force_login(clinician)

    page = client.get(f"/staff/alerts/{alert.pk}/")

    answers = parsed(page).select(
        ".case-main > section:first-child dd[data-item=phq9_9]"
    )
    assert [text(dd) for dd in answers] == ["Several days"]


def test_the_page_costs_the_same_however_often_a_patient_was_asked(
    read, client, unsure, clinician, django_assert_num_queries
):
    read(unsure)  # so that there is a visit before, and something new since
    case = amend(unsure, clinician, "escort", escort="yes")
    read(case)
    with django_assert_num_queries(48):
        client.get(url(case))
    for value in ("no", "yes"):
        case = amend(case, clinician, "escort", escort=value)

    with django_assert_num_queries(48):
        client.get(url(case))
