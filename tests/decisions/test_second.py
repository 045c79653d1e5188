"""A second reader: required or asked for, blind first, agreed or settled."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from intake.audit.models import Event
from intake.decisions import second
from intake.decisions.letters import Signed
from intake.decisions.models import (
    Opinion,
    ReadingEnd,
    SecondReaderPolicy,
    SecondReading,
)
from intake.decisions.reading import (
    View,
    first_of,
    is_disputed,
    may_settle,
    open_reading,
    waiting_for,
)
from intake.decisions.second_policy import save_policy, why_second
from intake.domain.answer import answered
from intake.domain.letters.drafting import Choices
from intake.messaging.models import Outbox
from intake.review import actions as review
from intake.review.actions import Verdict
from intake.review.models import Case, Decision
from tests.factories.cases import make_case
from tests.factories.letters import NOT_NOW, sign
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
YES = {"iv_im": "eligible", "in": "conditional"}
FIRST = Signed(Verdict(YES, "It is fine.", "You may come."), Choices(("bp_log",)))
SAME = View(YES, "I agree, for other reasons.")
OTHER = View(NOT_NOW, "Too early.")


@pytest.fixture
def colleague(site):
    return make_staff("clinician", sites=(site,))


@pytest.fixture
def director(site):
    return make_staff("medical_director", sites=(site,))


@pytest.fixture
def reading(case, clinician):
    """Signed by the clinician, who asked for a second reader."""
    return decide(case, clinician)


def decide(case, by, signed=FIRST, *, wishes=True, seen=""):
    return second.decide(
        case=case,
        signed=signed,
        seen=seen or review.revision_of(case),
        wishes=wishes,
        by=by,
    )


def give(reading, by, view=OTHER):
    return second.give_opinion(reading=reading, view=view, by=by)


def differ(reading, by):
    return second.compare(reading=reading, agrees=False, words="No.", by=by)


def require(by, **policy):
    save_policy(policy=SecondReaderPolicy(pk=1, **policy), by=by)


class TestWhenOneIsNeeded:
    def test_nothing_is_required_until_somebody_says_so(self, case, clinician):
        assert isinstance(decide(case, clinician, wishes=False), Decision)

    @pytest.mark.parametrize(
        ("policy", "why"),
        [
            pytest.param({"tiers": ["no_barrier_found"]}, ["tier"], id="tier"),
            pytest.param({"outcomes": ["conditional"]}, ["outcome"], id="outcome"),
            pytest.param({"tiers": ["needs_clearance"]}, [], id="another tier"),
            pytest.param({"outcomes": ["not_now"]}, [], id="another outcome"),
            pytest.param({"overrides": True}, [], id="nothing set aside"),
        ],
    )
    def test_the_policy_names_tiers_and_outcomes(self, case, director, policy, why):
        require(director, **policy)

        found = why_second(case, FIRST.verdict, SecondReaderPolicy.current())

        assert found == why

    def test_going_on_against_a_contraindication_counts_as_an_override(
        self, site, director
    ):
        case = make_case({"aneurysm": "yes"}, site=site)
        policy = SecondReaderPolicy(overrides=True)

        assert why_second(case, FIRST.verdict, policy) == ["override"]
        assert why_second(case, Verdict(NOT_NOW, "W", "M"), policy) == []

    def test_a_required_one_is_waited_for_unasked(self, case, clinician, director):
        require(director, outcomes=["eligible"])

        found = decide(case, clinician, wishes=False)

        assert isinstance(found, SecondReading)
        assert found.why == ["outcome"]


class TestTheFirstOpinion:
    def test_it_reaches_nobody_before_a_second_one(self, reading, case):
        assert not case.decisions.exists()
        assert not Outbox.objects.filter(template="news").exists()

    def test_it_is_sealed_and_opens_as_it_was_signed(self, reading):
        assert b"come" not in bytes(reading.sealed)
        assert first_of(reading) == FIRST

    def test_the_same_twice_is_one(self, reading, case, clinician):
        assert decide(case, clinician) == reading
        assert SecondReading.objects.count() == 1

    def test_a_new_one_of_the_same_clinician_replaces_it_and_keeps_it(
        self, reading, case, clinician
    ):
        later = Signed(Verdict(NOT_NOW, "No.", "Not now."), Choices())

        again = decide(case, clinician, later)

        assert open_reading(case) == again
        assert SecondReading.objects.get(pk=reading.pk).end.kind == "taken_back"

    def test_nobody_decides_over_it(self, reading, case, colleague):
        with pytest.raises(second.WaitsForSecond):
            decide(case, colleague, wishes=False)

        assert not case.decisions.exists()

    def test_on_an_earlier_evaluation_it_is_refused(self, case, clinician):
        with pytest.raises(review.CaseChanged):
            decide(case, clinician, seen="another")

    def test_it_can_be_taken_back_by_whoever_signed_it(
        self, reading, case, clinician, colleague
    ):
        with pytest.raises(second.OwnReading):
            second.take_back(reading=reading, by=colleague)

        second.take_back(reading=reading, by=clinician)

        assert open_reading(case) is None
        assert isinstance(decide(case, colleague, wishes=False), Decision)

    def test_a_case_that_was_evaluated_again_is_decided_anew(
        self, reading, case, clinician, colleague
    ):
        review.observe(
            case=case, fact="capacity_concern", answer=answered("yes"), by=clinician
        )
        with pytest.raises(review.CaseChanged):
            give(reading, colleague, SAME)

        anew = decide(
            case,
            colleague,
            Signed(Verdict(NOT_NOW, "No.", "Not now."), Choices()),
            wishes=False,
        )
        assert isinstance(anew, Decision)
        assert SecondReading.objects.get().end.kind == "overtaken"


class TestTheSecondOpinion:
    def test_the_same_outcomes_record_the_first_readers_decision(
        self, reading, case, clinician, colleague
    ):
        give(reading, colleague, SAME)

        decision = case.decisions.get()
        assert decision.decided_by == clinician
        assert review.verdict_of(decision) == FIRST.verdict
        assert decision.conditions.count() == 1
        assert decision.second_reading.by == colleague
        assert Outbox.objects.filter(template="news").count() == 1
        assert Case.objects.get().stage == Case.Stage.DECIDED

    def test_nobody_reads_second_for_themselves(self, reading, clinician):
        with pytest.raises(second.OwnReading):
            give(reading, clinician, SAME)

        assert not Opinion.objects.exists()

    def test_another_opinion_waits_to_be_compared(self, reading, case, colleague):
        give(reading, colleague)

        assert not case.decisions.exists()
        assert open_reading(case) is not None
        assert not is_disputed(open_reading(case))

    def test_only_one_person_reads_second(self, site, reading, colleague):
        give(reading, colleague)

        with pytest.raises(second.ReadingOver):
            give(reading, make_staff("clinician", sites=(site,)))
        assert give(reading, colleague) == reading
        assert Opinion.objects.count() == 1

    def test_having_seen_both_one_may_agree_and_both_opinions_are_kept(
        self, reading, case, colleague
    ):
        give(reading, colleague)

        second.compare(reading=reading, agrees=True, words="Convinced.", by=colleague)

        assert review.verdict_of(case.decisions.get()) == FIRST.verdict
        assert [one.kind for one in reading.opinions.all()] == ["blind", "agrees"]

    def test_nobody_else_compares(self, reading, clinician, colleague, director):
        give(reading, colleague)

        for other in (clinician, director):
            with pytest.raises(second.OwnReading):
                second.compare(reading=reading, agrees=True, words="", by=other)

    def test_nobody_compares_before_an_opinion_of_their_own(self, reading, colleague):
        with pytest.raises(second.OwnReading):
            second.compare(reading=reading, agrees=True, words="", by=colleague)

    def test_after_withdrawing_nothing_is_read(self, reading, case, colleague):
        review.withdraw_case(case=case, by=case.patient.user)

        with pytest.raises(review.CaseIsWithdrawn):
            give(reading, colleague, SAME)
        assert not waiting_for(colleague).exists()


class TestADisagreement:
    @pytest.fixture
    def disputed(self, reading, case, colleague):
        give(reading, colleague)
        differ(reading, colleague)
        return open_reading(case)

    def test_it_goes_to_the_medical_director(
        self, disputed, case, clinician, colleague, director
    ):
        assert is_disputed(disputed)
        assert may_settle(disputed, director)
        assert not may_settle(disputed, clinician)
        assert not may_settle(disputed, colleague)
        assert not case.decisions.exists()

    def test_whose_decision_stands(self, disputed, case, director):
        theirs = Signed(Verdict(NOT_NOW, "Later.", "Not now."), Choices())

        decision = decide(case, director, theirs)

        assert case.decisions.get() == decision
        assert decision.decided_by == director
        assert decision.second_reading.kind == "settled"
        assert open_reading(case) is None

    def test_no_policy_sends_it_round_again(self, disputed, case, director):
        require(director, tiers=[case.tier])

        assert isinstance(decide(case, director), Decision)

    def test_a_director_who_took_part_leaves_it_to_another(
        self, case, clinician, site, director
    ):
        reading = decide(case, director)
        give(reading, clinician)
        differ(reading, clinician)
        reading = open_reading(case)
        assert may_settle(reading, director)

        make_staff("medical_director", sites=(site,))

        assert not may_settle(reading, director)

    def test_the_readers_do_not_decide_over_it(self, disputed, case, clinician):
        with pytest.raises(second.WaitsForSecond):
            decide(case, clinician, Signed(Verdict(NOT_NOW, "W", "M"), Choices()))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions_secondreading SET revision = ''",
        "DELETE FROM decisions_opinion",
        "UPDATE decisions_readingend SET kind = 'settled'",
    ],
)
def test_neither_opinion_can_be_changed_even_by_hand(reading, colleague, statement):
    give(reading, colleague, SAME)

    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        connection.cursor().execute(statement)


def test_an_end_without_its_decision_never_reaches_the_table(reading, clinician):
    with pytest.raises(IntegrityError, match="has_its_decision"), transaction.atomic():
        ReadingEnd.objects.create(reading=reading, kind="agreed", by=clinician)


def test_a_change_of_the_policy_is_an_event(director):
    require(director, tiers=["needs_clearance"], overrides=True)

    event = Event.objects.get(action="second_reader_policy.changed")
    assert event.detail["tiers"] == ["needs_clearance"]


def test_a_decision_made_before_is_replaced_only_after_a_second_reader(
    case, clinician, colleague
):
    before = sign(case, clinician, NOT_NOW)

    reading = decide(case, clinician)
    assert list(case.decisions.current()) == [before]
    give(reading, colleague, SAME)

    assert case.decisions.current().get().replaces == before


@pytest.mark.django_db(transaction=True)
def test_of_two_who_read_second_at_once_one_is_told():
    site = make_site()
    clinician, *others = (make_staff("clinician", sites=(site,)) for _ in range(3))
    case = make_case(site=site)
    decide(case, clinician)
    start, results = Barrier(2, timeout=20), []

    def run(by, view):
        try:
            fresh = Case.objects.select_related("patient").get(pk=case.pk)
            reading = open_reading(fresh)
            start.wait()
            give(reading, by, view)
            results.append("read")
        except second.ReadingOver:
            results.append("told")
        finally:
            connection.close()

    pairs = zip(others, [SAME, OTHER], strict=True)
    threads = [Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(results) == ["read", "told"]
    assert Opinion.objects.count() == 1
