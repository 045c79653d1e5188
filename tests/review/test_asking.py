"""Asking a patient some questions again, and what becomes of the case."""

import threading

import pytest

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.domain.safety import Level
from intake.messaging.models import Outbox
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.actions import NotComplete, NotOpen, UnknownPlace
from intake.questionnaires.filled import filled
from intake.questionnaires.models import InformationRequest, Response
from intake.questionnaires.scores import open_score
from intake.review import actions, asked, asking, evaluation
from intake.review.actions import CaseChanged, CaseIsWithdrawn, Verdict
from intake.review.asking import AskedMeanwhile, NoReason
from intake.review.models import Case
from intake.review.worklist import cases_for
from intake.safety import actions as safety
from intake.safety.models import Alert
from tests.factories.cases import make_case, make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import answer, answer_until
from tests.factories.staff import make_site, make_staff
from tests.faults import faults
from tests.questionnaires.test_forcing import on_top
from tests.questionnaires.test_races import at_once

pytestmark = pytest.mark.django_db
Stage, State = Case.Stage, Response.State
REASON = "You wrote that you are not sure. Did you find out?"
YES = Verdict({"iv_im": "eligible", "in": "eligible"}, "Why", "What")
MIND = {
    "link_id": "new_page",
    "type": "group",
    "text": "New",
    "items": [{"link_id": "new", "type": "boolean", "text": "New?", "required": True}],
}


def ask(case, *items, by, reason=REASON, **how):
    return asking.ask_patient(case=case, items=items, reason=reason, by=by, **how)


def send(request):
    return asking.receive_answers(response=request, by=request.patient.user)


def reread(case):
    return Case.objects.select_related("patient__identity", "response").get(pk=case.pk)


def decide(case, by):
    seen = actions.revision_of(case)
    return actions.record_decision(case=case, verdict=YES, seen=seen, by=by)


@pytest.fixture
def unsure(site):
    """Somebody who is not sure about an escort."""
    return make_case({"escort": "unsure"}, site=site)


class TestAsking:
    def test_the_case_waits_for_the_patient(self, unsure, clinician):
        ask(unsure, "escort", by=clinician)

        assert reread(unsure).stage == Stage.MORE_INFORMATION
        assert list(Case.objects.waiting()) == [unsure]

    def test_the_request_says_who_and_why(self, unsure, clinician):
        request = ask(unsure, "escort", by=clinician)

        assert asked.open_request(reread(unsure)) == request
        assert request.request.by == clinician
        assert questionnaires.reason_of(request) == REASON

    def test_the_patient_is_told_that_there_is_news_and_nothing_more(
        self, unsure, clinician
    ):
        ask(unsure, "escort", by=clinician)

        assert Outbox.objects.order_by("created_at").last().template == "news"

    def test_it_is_one_event_of_the_case(self, unsure, clinician):
        request = ask(unsure, "escort", by=clinician)

        event = Event.objects.get(action="case.asked")
        assert event.actor_id == str(clinician.pk)
        assert event.detail == {"response": str(request.pk)}

    def test_the_same_twice_has_one_effect(self, unsure, clinician):
        first, second = (ask(unsure, "escort", by=clinician) for _time in range(2))

        assert first == second
        assert Outbox.objects.filter(template="news").count() == 1

    def test_a_colleague_s_request_comes_first(self, site, unsure, clinician):
        ask(unsure, "escort", by=clinician)
        other = make_staff("clinician", sites=(site,))

        with pytest.raises(AskedMeanwhile):
            ask(unsure, "escort", by=other)

        assert Response.objects.asked_again().count() == 1

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_nobody_is_asked_without_a_reason(self, unsure, clinician, reason):
        with pytest.raises(NoReason):
            ask(unsure, "escort", by=clinician, reason=reason)

    @pytest.mark.parametrize("items", [(), ("nothing_such",)])
    def test_nothing_is_asked_that_is_no_question(self, unsure, clinician, items):
        with pytest.raises(UnknownPlace):
            ask(unsure, *items, by=clinician)

        assert reread(unsure).stage == Stage.RECEIVED
        assert not Response.objects.asked_again().exists()

    def test_a_withdrawn_case_is_left_in_peace(self, unsure, clinician):
        actions.withdraw_case(case=unsure, by=unsure.patient.user)

        with pytest.raises(CaseIsWithdrawn):
            ask(unsure, "escort", by=clinician)

    def test_answers_that_came_meanwhile_are_looked_at_first(self, unsure, clinician):
        stale = reread(unsure)
        request = ask(unsure, "escort", by=clinician)
        answer(request, "visits", escort="yes")
        send(request)

        with pytest.raises(CaseChanged):
            ask(stale, "stay", by=clinician, seen=stale.response_id)

        assert ask(stale, "stay", by=clinician).base == request

    def test_a_decided_case_is_open_again(self, unsure, clinician):
        decide(unsure, clinician)

        ask(unsure, "escort", by=clinician)

        assert reread(unsure).stage == Stage.MORE_INFORMATION
        assert unsure.decisions.current().count() == 1


class TestStopping:
    def test_the_case_is_with_the_clinicians_again(self, unsure, clinician):
        request = ask(unsure, "escort", by=clinician)

        assert asking.stop_asking(case=unsure, by=clinician)

        request.refresh_from_db()
        assert request.state == State.WITHDRAWN
        assert reread(unsure).stage == Stage.REVIEWING
        assert Event.objects.filter(action="case.asking_stopped").count() == 1

    def test_a_decided_case_is_decided_again(self, unsure, clinician):
        decide(unsure, clinician)
        ask(unsure, "escort", by=clinician)

        asking.stop_asking(case=unsure, by=clinician)

        assert reread(unsure).stage == Stage.DECIDED

    def test_it_comes_too_late_for_answers_that_were_sent(self, unsure, clinician):
        request = ask(unsure, "escort", by=clinician)
        answer(request, "visits", escort="yes")
        send(request)

        assert not asking.stop_asking(case=unsure, by=clinician)

        assert reread(unsure).stage == Stage.CHECKING
        assert reread(unsure).response == request

    def test_answers_given_so_far_do_not_count_and_are_kept(self, unsure, clinician):
        request = ask(unsure, "escort", "stay", by=clinician)
        answer(request, "visits", escort="yes", stay="no")

        asking.stop_asking(case=unsure, by=clinician)

        now = filled(reread(unsure).response)
        assert now.answer_to("escort").state == "unsure"
        assert request.saved_pages.exists()

    def test_withdrawing_the_case_stops_the_asking(self, unsure, clinician):
        request = ask(unsure, "escort", by=clinician)

        actions.withdraw_case(case=unsure, by=unsure.patient.user)

        request.refresh_from_db()
        assert request.state == State.WITHDRAWN
        with pytest.raises(NotOpen):
            answer(request, "visits", escort="yes")


class TestReceiving:
    @pytest.fixture
    def answered_again(self, unsure, clinician):
        decided_before = unsure.evaluations.count()
        assert decided_before == 1
        request = ask(unsure, "escort", by=clinician)
        answer(request, "visits", escort="yes")
        send(request)
        return reread(unsure)

    def test_the_case_rests_on_the_new_answers_and_both_are_kept(
        self, unsure, answered_again
    ):
        first = Response.objects.get(pk=unsure.response.pk)

        now = filled(answered_again.response)
        assert now.answer_to("escort") == answered("yes")
        assert now.base.response == first
        assert (first.state, now.response.state) == (State.AMENDED, State.COMPLETED)
        assert filled(first).answer_to("escort").state == "unsure"

    def test_it_is_evaluated_again_and_the_first_run_is_kept(self, answered_again):
        runs = [evaluation.opened(run) for run in answered_again.evaluations.all()]

        found = [{finding["id"] for finding in run["findings"]} for run in runs]
        assert len(runs) == 2
        assert "UNK:escort" not in found[0]
        assert "UNK:escort" in found[1]

    def test_scores_run_again(self, unsure, clinician):
        request = ask(unsure, "phq9_1", by=clinician)
        answer_until(request, **{f"phq9_{n}": 1 for n in range(1, 9)})
        send(request)

        first, second = (
            open_score(response.scores.get(instrument="phq9"))["total"]
            for response in (unsure.response, request)
        )
        assert (first, second) == (17, 8)

    def test_it_waits_to_be_looked_at_and_the_patient_is_told(self, answered_again):
        assert answered_again.stage == Stage.CHECKING
        assert Outbox.objects.order_by("created_at").last().template == "received"
        assert Event.objects.filter(action="case.answers_received").count() == 1

    def test_the_next_look_of_a_clinician_moves_it_on(self, answered_again, clinician):
        actions.read_case(case=answered_again, by=clinician)

        assert reread(answered_again).stage == Stage.REVIEWING

    def test_the_promise_is_given_anew(self, unsure, clinician):
        Case.objects.update(promised_on="2020-01-02")
        request = ask(reread(unsure), "escort", by=clinician)
        answer(request, "visits", escort="yes")

        case = send(request)

        assert case.promised_on == unsure.promised_on

    def test_a_decision_made_before_says_that_it_is_older(self, unsure, clinician):
        decision = decide(unsure, clinician)
        request = ask(unsure, "escort", by=clinician)
        answer(request, "visits", escort="yes")

        case = send(request)

        assert decision.evaluation != evaluation.latest(case)
        assert decision.decided_at < case.response.completed_at
        assert case.stage == Stage.CHECKING

    def test_a_decision_on_the_answers_before_is_refused(self, unsure, clinician):
        request = ask(unsure, "escort", by=clinician)
        seen = actions.revision_of(unsure)
        answer(request, "visits", escort="yes")
        send(request)

        with pytest.raises(CaseChanged):
            actions.record_decision(case=unsure, verdict=YES, seen=seen, by=clinician)

    def test_it_stands_before_others_of_the_same_urgency(self, site, clinician):
        before, case = make_case(site=site), make_case(site=site)
        request = ask(case, "reasons", by=clinician)
        answer(request, "wanted", reasons=["depression"])

        send(request)

        shown, _more = cases_for(clinician)
        assert [waiting.case for waiting in shown] == [case, before]

    def test_it_never_stands_before_a_more_urgent_one(self, site, clinician):
        worse = make_case({"aneurysm": "yes"}, site=site)
        case = make_case(site=site)
        request = ask(case, "reasons", by=clinician)
        answer(request, "wanted", reasons=["depression"])

        send(request)

        shown, _more = cases_for(clinician)
        assert [waiting.case for waiting in shown] == [worse, case]

    def test_what_is_not_complete_changes_nothing(self, unsure, clinician):
        request = ask(unsure, "escort", "reasons", by=clinician)
        answer(request, "visits", escort="yes")

        with pytest.raises(NotComplete):
            send(request)

        assert reread(unsure).response == unsure.response
        assert reread(unsure).stage == Stage.MORE_INFORMATION

    def test_sent_twice_has_one_effect(self, unsure, clinician):
        request = ask(unsure, "escort", by=clinician)
        answer(request, "visits", escort="yes")
        send(request)

        with pytest.raises(NotOpen):
            send(request)

        assert unsure.evaluations.count() == 2

    def test_a_patient_may_be_asked_as_often_as_it_takes(
        self, answered_again, clinician
    ):
        second = ask(answered_again, "stay", by=clinician)
        answer(second, "visits", stay="no")
        send(second)

        now = filled(reread(answered_again).response)
        sent = asked.sendings(now)
        assert [layer.answer_to("stay").value for layer in sent] == ["yes", "yes", "no"]
        assert [layer.answer_to("escort").value for layer in sent][1:] == ["yes"] * 2


class TestASameDayTask:
    """A medical task stands among the alerts once, until its answers are others."""

    @pytest.fixture
    def dealt_with(self, site, clinician):
        case = make_case({"bp_sys": 190, "bp_dia": 120}, site=site)
        alert = Alert.objects.open().get()
        safety.close(alert=alert, outcome="not_a_risk", note="Called.", by=clinician)
        return case

    def test_other_answers_do_not_raise_it_again(self, dealt_with, clinician):
        request = ask(dealt_with, "reasons", by=clinician)
        answer(request, "wanted", reasons=["depression"])

        send(request)

        assert not Alert.objects.open().exists()

    def test_a_new_reading_raises_it_again(self, dealt_with, clinician):
        request = ask(dealt_with, "bp_sys", by=clinician)
        answer(request, "blood_pressure_more", bp_sys=200)

        send(request)

        assert Alert.objects.open().get().medical


def newer(case, *safety_items, asks_cases=True, items=(MIND,)):
    """A version with these questions about safety becomes active."""
    definition = case.response.definition.to_data()
    version = publish(**definition | {"items": [*items, *definition["items"]]})
    version.safety_items, version.asks_cases = list(safety_items), asks_cases
    return version


class TestCasesUnderReview:
    """A new version asks its questions about safety of those who wait, too."""

    def test_only_the_new_questions_are_asked_without_a_reason(self, case):
        (waiting,) = asking.ask_cases(newer(case, "new"), None)

        request = asked.open_request(waiting)
        assert request.asked == ["new"]
        assert request.request.kind == InformationRequest.Kind.SAFETY
        assert reread(case).stage == Stage.MORE_INFORMATION
        assert Outbox.objects.order_by("created_at").last().template == "news"

    @pytest.mark.parametrize(
        "settings",
        [
            pytest.param({"asks_cases": False}, id="the director did not say so"),
            pytest.param({"safety": ()}, id="nothing new about safety"),
        ],
    )
    def test_nobody_is_asked_for_nothing(self, case, settings):
        names = settings.pop("safety", ("new",))

        assert asking.ask_cases(newer(case, *names, **settings), None) == []
        assert not Response.objects.asked_again().exists()

    @pytest.mark.parametrize("end", ["decided", "withdrawn"])
    def test_a_case_that_is_closed_stays_closed(self, case, clinician, end):
        if end == "decided":
            decide(case, clinician)
        else:
            actions.withdraw_case(case=case, by=case.patient.user)

        assert asking.ask_cases(newer(case, "new"), None) == []

    def test_answers_of_both_versions_are_kept_apart_and_count(self, case):
        asking.ask_cases(newer(case, "new"), None)
        request = asked.open_request(reread(case))
        answer(request, "new_page", new="yes")

        send(request)

        now = filled(reread(case).response)
        assert now.answer_to("new") == answered("yes")
        assert now.told_in("escort").response == case.response
        assert {record.instrument for record in request.scores.all()} == {
            record.instrument for record in case.response.scores.all()
        }

    def test_a_clinician_s_question_that_is_still_open_is_sent_together_with_them(
        self, case, clinician
    ):
        request = ask(case, "escort", by=clinician)
        asking.ask_cases(newer(case, "new"), None)
        answer(request, "visits", escort="no")
        with pytest.raises(NotComplete):
            send(request)
        answer(on_top(request), "new_page", new="no")
        with pytest.raises(NotComplete):
            send(on_top(request))

        case = send(request)

        now = filled(reread(case).response)
        assert now.response == on_top_sent(request)
        assert now.answer_to("escort") == answered("no")
        assert len(asked.sendings(now)) == 2

    def test_it_is_never_asked_twice_by_one_version(self, case):
        version = newer(case, "new")
        asking.ask_cases(version, None)

        assert asking.ask_cases(version, None) == []


def on_top_sent(response):
    return Response.objects.get(base=response)


@pytest.mark.django_db(transaction=True)
class TestFaultsAndRaces:
    @pytest.fixture
    def request_(self):
        site = make_site()
        case = make_case(site=site)
        self.clinician = make_staff("clinician", sites=(site,))
        request = ask(case, "reasons", by=self.clinician)
        answer(request, "wanted", reasons=["depression"])
        return request

    def test_amended_answers_are_sent_whole_or_not_at_all(self, request_):
        case, broken = Case.objects.get(), 0
        before = self.stored()

        for _result in faults(lambda: send(request_)):
            broken += 1
            assert self.stored() == before

        case.refresh_from_db()
        assert broken > 20
        assert case.response == request_
        assert case.evaluations.count() == 2
        assert Response.objects.get(pk=request_.base_id).state == State.AMENDED

    def stored(self):
        return (
            list(Case.objects.values_list("response", "stage", "urgency")),
            sorted(Response.objects.values_list("pk", "state")),
            Outbox.objects.count(),
            Event.objects.filter(outcome=Event.Outcome.DONE).count(),
        )

    def test_a_request_is_made_whole_or_not_at_all(self, request_):
        asking.stop_asking(case=Case.objects.get(), by=self.clinician)
        before, broken = self.stored(), 0

        for _result in faults(
            lambda: ask(reread(Case.objects.get()), "stay", by=self.clinician)
        ):
            broken += 1
            assert self.stored() == before

        assert broken > 8
        assert Response.objects.asked_again().count() == 1

    def test_of_four_windows_that_send_one_is_heard(self, request_):
        done = at_once(*[lambda: send(request_)] * 4)

        refused = [found for found in done if isinstance(found, NotOpen)]
        assert len(refused) == 3
        assert Case.objects.get().evaluations.count() == 2

    def test_of_two_colleagues_who_ask_at_once_one_does(self, request_):
        case = Case.objects.get()
        asking.stop_asking(case=case, by=self.clinician)
        others = [make_staff("clinician") for _number in range(2)]

        done = at_once(*(lambda o=o: ask(reread(case), "stay", by=o) for o in others))

        assert sum(isinstance(found, AskedMeanwhile) for found in done) == 1
        assert Response.objects.asked_again().count() == 1

    def test_answers_are_sent_or_taken_back_and_never_both(self, request_):
        case = Case.objects.get()

        sent, stopped = at_once(
            lambda: send(request_),
            lambda: asking.stop_asking(case=reread(case), by=self.clinician),
        )

        request_.refresh_from_db()
        assert stopped == isinstance(sent, NotOpen)
        assert (request_.state == State.WITHDRAWN) == stopped

    def test_answers_are_sent_or_the_case_is_withdrawn_first(self, request_):
        case = Case.objects.get()

        at_once(
            lambda: send(request_),
            lambda: actions.withdraw_case(case=reread(case), by=case.patient.user),
        )

        case.refresh_from_db()
        assert case.stage == Stage.WITHDRAWN
        assert not Response.objects.in_progress().exists()

    def test_a_response_sent_in_the_instant_of_publishing_is_asked_one_way(self):
        draft = make_response()
        answer_until(draft)
        done = {}
        gate = threading.Barrier(2, timeout=20)

        def publish_now():
            with actions.audit.unit():
                gate.wait()
                done["version"] = newer(_Like(draft), "new")
                questionnaires.ask_drafts(done["version"], None)
                asking.ask_cases(done["version"], None)

        def send_now():
            gate.wait()
            return actions.receive_response(response=draft, by=draft.patient.user)

        at_once(publish_now, send_now)

        request = Response.objects.asked_again().get()
        assert request.base == draft
        assert request.asked == ["new"]


class _Like:
    """What ``newer`` looks at of a case."""

    def __init__(self, response):
        self.response = response


def test_a_level_reached_before_is_not_lowered_by_new_answers(site, clinician):
    case = make_case({"phq9_9": 2, "asq_3": "yes"}, site=site)
    level = Alert.objects.open().get().level
    request = ask(case, "phq9_1", by=clinician)
    answer_until(request, phq9_9=0)

    send(request)

    alert = Alert.objects.open().get()
    assert alert.level == level
    assert Level(reread(case).safety) >= Level(level)
