"""The page on which a clinician decides a case."""

import pytest

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.review import actions
from intake.review.actions import Verdict
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.web.staff.reading import hidden, one, parsed, text, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
COMPLETE = {
    "outcome_iv_im": "conditional",
    "outcome_in": "eligible",
    "rationale": "Meets the criteria; blood pressure log first.",
    "message": "You may go on to a first visit.\nPlease bring your log.",
}
OUTCOMES = ["eligible", "conditional", "more_information", "not_now", "not_suitable"]


def url(case):
    return f"/staff/cases/{case.reference}/decide/"


@pytest.fixture
def decide(client, clinician, case):
    """Open the page, fill it in, press a button."""
    client.force_login(clinician)
    opened = client.get(url(case))

    def press(action, answers=COMPLETE, page=opened):
        sent = {**hidden(page), **answers, "_action": action}
        return client.post(url(case), sent)

    return press


def test_each_route_that_was_asked_for_has_every_outcome(client, clinician, case):
    client.force_login(clinician)

    form = one(client.get(url(case)), "form[data-form=decide]")

    for name in ("outcome_iv_im", "outcome_in"):
        offered = [tag["value"] for tag in form.select(f"input[name={name}]")]
        assert offered == OUTCOMES
        assert not form.select(f"input[name={name}][checked]")
    buttons = [tag["value"] for tag in form.select("button[name=_action]")]
    assert buttons == ["draft", "preview", "record"]


def test_a_route_that_was_not_asked_for_is_not_decided(client, clinician, site):
    case = make_case({"routes": ["in"]}, site=site)
    client.force_login(clinician)

    form = one(client.get(url(case)), "form[data-form=decide]")

    assert form.select("[name=outcome_in]")
    assert not form.select("[name=outcome_iv_im]")


def test_what_stands_against_it_is_named_before_the_form(client, clinician, site):
    case = make_case({"aneurysm": "yes", "age": 70}, site=site)
    client.force_login(clinician)

    page = client.get(url(case))

    warned = text(one(page, "section.alert-warning"))
    assert "Contraindication" in warned
    assert page.text.index("section class") < page.text.index("data-form")


def test_a_case_without_barrier_warns_of_nothing(client, clinician, case):
    client.force_login(clinician)

    assert not parsed(client.get(url(case))).select(".alert-warning")


def test_a_recorded_decision_leads_back_to_the_case(decide, case, clinician):
    done = decide("record")

    assert (done.status_code, done.url) == (302, f"/staff/cases/{case.reference}/")
    decision = case.decisions.get()
    verdict = actions.verdict_of(decision)
    assert verdict.outcomes == {"iv_im": "conditional", "in": "eligible"}
    assert verdict.message.splitlines() == COMPLETE["message"].splitlines()
    assert decision.decided_by == clinician
    assert Event.objects.get(action="case.decided").actor_id == str(clinician.pk)


def test_a_preview_shows_the_message_as_the_patient_will_see_it(decide, case):
    page = decide("preview")

    assert page.status_code == 200
    shown = one(page, "[data-preview] [data-message]")
    assert "You may go on to a first visit.<br>Please bring" in str(shown).replace(
        "<br/>", "<br>"
    )
    assert not case.decisions.exists()


def test_a_preview_keeps_what_was_filled_in_and_can_be_recorded(decide, case):
    page = decide("preview")

    form = one(page, "form[data-form=decide]")
    buttons = [tag["value"] for tag in form.select("button")]
    assert buttons == ["draft", "record", "preview"]
    assert values(page, "input[type=radio][checked]", "value") == [
        "conditional",
        "eligible",
    ]
    assert COMPLETE["rationale"] in text(form.select_one("[name=rationale]"))
    assert decide("record", page=page).status_code == 302
    assert case.decisions.count() == 1


def test_markup_in_a_message_is_shown_and_never_run(decide):
    page = decide("preview", COMPLETE | {"message": "<script>alert(1)</script>"})

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


@pytest.mark.parametrize("action", ["record", "preview"])
@pytest.mark.parametrize(
    ("lacking", "advice"),
    [
        pytest.param("outcome_iv_im", "Choose an outcome.", id="an outcome"),
        pytest.param("outcome_in", "Choose an outcome.", id="the other outcome"),
        pytest.param("rationale", "Say why.", id="the reason"),
        pytest.param("message", "Write what the patient should read.", id="message"),
    ],
)
def test_an_incomplete_decision_is_refused_with_advice(
    decide, case, action, lacking, advice
):
    page = decide(action, {**COMPLETE, lacking: " "})

    assert page.status_code == 422
    summary = one(page, "#error-summary[role=alert]")
    assert advice in text(summary)
    target = summary.select_one("a")["href"].removeprefix("#")
    assert target.startswith(f"id_{lacking}")
    assert parsed(page).find(id=target)
    assert not case.decisions.exists()


def test_an_empty_post_is_refused_with_all_four_and_nothing_is_lost(decide, case):
    assert len(one(decide("record", {}), "#error-summary").select("a")) == 4

    page = decide("record", {"rationale": "Half a thought"})

    assert "Half a thought" in text(one(page, "[name=rationale]"))
    assert not case.decisions.exists()


def test_an_outcome_that_does_not_exist_is_refused(decide, case):
    assert decide("record", COMPLETE | {"outcome_in": "perhaps"}).status_code == 422
    assert not case.decisions.exists()


def test_names_that_the_page_does_not_have_are_ignored(decide, case):
    sent = {**COMPLETE, "outcome_oral": "eligible", "decided_by": "1", "stage": "x"}

    assert decide("record", sent).status_code == 302
    assert {row.route for row in case.decisions.get().outcomes.all()} == {"iv_im", "in"}


def test_the_same_post_twice_has_one_effect(decide, case):
    first, second = decide("record"), decide("record")

    assert first.status_code == second.status_code == 302
    assert case.decisions.count() == 1


def test_a_change_of_mind_replaces_the_decision_and_says_so(
    client, decide, case, clinician
):
    decide("record")
    page = client.get(url(case))
    assert one(page, "h1").text == "Change the decision"
    assert COMPLETE["rationale"] in text(one(page, "article.decision"))

    decide("record", COMPLETE | {"outcome_in": "not_now"}, page=page)

    current = case.decisions.current().get()
    assert actions.verdict_of(current).outcomes["in"] == "not_now"
    assert current.replaces is not None


def test_what_another_clinician_decided_meanwhile_is_shown_and_kept(decide, case, site):
    other = make_staff("clinician", sites=(site,))
    theirs = Verdict({"iv_im": "not_now", "in": "not_now"}, "Their reason", "Theirs")
    seen = actions.revision_of(case)
    actions.record_decision(case=case, verdict=theirs, seen=seen, by=other)

    page = decide("record")

    assert page.status_code == 409
    assert "changed after you opened this page" in text(one(page, "[role=alert]"))
    assert "Their reason" in text(one(page, "article.decision"))
    assert COMPLETE["rationale"] in text(one(page, "[name=rationale]"))
    assert case.decisions.get().decided_by == other
    assert decide("record", page=page).status_code == 302
    assert case.decisions.current().get().replaces.decided_by == other


def test_an_observation_made_meanwhile_is_shown_first(decide, case, clinician):
    actions.observe(
        case=case, fact="capacity_concern", answer=answered("yes"), by=clinician
    )

    page = decide("record")

    assert page.status_code == 409
    assert "capacity" in text(one(page, "section.alert-warning"))
    assert not case.decisions.exists()


def test_a_withdrawn_case_is_not_decided(client, decide, case):
    actions.withdraw_case(case=case, by=case.patient.user)

    refused = decide("record")

    assert refused.status_code == 409
    assert "The patient has withdrawn" in refused.text
    assert client.get(url(case)).status_code == 409
    assert Case.objects.get().stage == Case.Stage.WITHDRAWN


def test_looking_at_the_page_is_recorded(client, clinician, case):
    client.force_login(clinician)

    client.get(url(case))

    assert Event.objects.filter(action="case.read", subject_id=str(case.pk)).exists()


def test_the_page_costs_the_same_whatever_is_in_the_case(
    client, clinician, site, django_assert_num_queries
):
    client.force_login(clinician)

    for answers in ({}, {"aneurysm": "yes", "medicines": [{"rx_name": "oxycodone"}]}):
        case = make_case(answers, site=site)
        with django_assert_num_queries(24):
            client.get(url(case))


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody goes to sign-in"),
        pytest.param(make_patient_account, 403, id="a patient is refused"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="the front desk too"),
        pytest.param(lambda: make_staff("administrator"), 403, id="administrator"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)),
            404,
            id="another site sees nothing",
        ),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not_decide(client, case, visitor, status, method):
    if visitor:
        client.force_login(visitor())

    assert getattr(client, method)(url(case), COMPLETE).status_code == status
    assert not case.decisions.exists()


def test_the_front_desk_of_the_same_site_may_not_decide(client, desk, case):
    client.force_login(desk)

    assert client.post(url(case), COMPLETE).status_code == 403
    assert Event.objects.get(action="address.opened").outcome == "refused"


def test_another_method_is_refused_with_a_page(client, clinician, case):
    client.force_login(clinician)

    refused = client.put(url(case))

    assert refused.status_code == 405
    assert "crisis-strip" in refused.text
