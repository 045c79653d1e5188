"""What is new since one last looked, who did what, and how complete the answers are."""

import pytest

from intake.audit import actions as audit
from intake.domain.answer import answered
from intake.review import actions
from tests.factories.cases import make_case
from tests.factories.staff import make_staff
from tests.web.staff.cases.test_case_changes import amend
from tests.web.staff.cases.test_case_detail import url
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(site):
    return make_staff("clinician", sites=(site,))


@pytest.fixture
def look(client, clinician):
    client.force_login(clinician)
    return lambda case: client.get(url(case))


def since(page):
    return one(page, "[data-since]")


def test_on_the_first_visit_nothing_is_called_new(look, case):
    assert "for the first time" in text(since(look(case)))


def test_a_second_look_says_that_nothing_is_new(look, case):
    look(case)

    assert "Nothing is new" in text(since(look(case)))


def test_what_a_colleague_did_is_new_and_what_one_did_oneself_is_not(
    look, case, clinician, colleague
):
    look(case)
    for who in (clinician, colleague):
        actions.observe(
            case=case, fact="capacity_concern", answer=answered("no"), by=who
        )

    new = values(look(case), "[data-new-event]", "data-new-event")

    assert new == ["case.observed"]


def test_whatever_was_done_stands_there_in_words(look, case, colleague):
    look(case)
    for action in ("emergency.reviewed", "hold.placed", "erasure.asked"):
        audit.record(action, by=colleague, patient=case.patient)

    said = text(since(look(case)))

    assert "looked an emergency access over" in said
    for raw in ("emergency.reviewed", "hold.placed", "erasure.asked"):
        assert raw not in said


def test_that_a_colleague_looked_at_it_is_no_news(look, case, colleague):
    look(case)
    actions.read_case(case=case, by=colleague)

    assert "Nothing is new" in text(since(look(case)))


def test_new_findings_and_another_tier_are_named(look, case, colleague):
    look(case)
    actions.observe(
        case=case, fact="capacity_concern", answer=answered("yes"), by=colleague
    )

    page = look(case)

    assert "PSY-07" in values(page, "[data-since] [data-added]", "data-added")
    assert one(page, "[data-since] [data-tier-change]")


def test_new_answers_stand_there_with_the_ones_before(look, site, clinician):
    case = make_case({"escort": "unsure"}, site=site)
    look(case)
    case = amend(case, clinician, "escort", escort="yes")

    page = look(case)

    answer = one(page, "[data-new-answer=escort]")
    assert (text(answer.select_one("s")), text(answer.select_one("b"))) == (
        "Not sure",
        "Yes",
    )
    assert "UNK:escort" in values(page, "[data-since] [data-gone]", "data-gone")


def test_who_did_what_stands_there_the_newest_first(look, case, colleague):
    actions.observe(
        case=case, fact="capacity_concern", answer=answered("no"), by=colleague
    )

    events = parsed(look(case)).select("#activity [data-event]")

    assert [tag["data-event"] for tag in events[:2]] == ["case.read", "case.observed"]
    assert text(events[1]).startswith(f"{colleague}: added an observation")


def test_the_same_thing_again_and_again_is_one_line(look, case):
    for _time in range(3):
        page = look(case)

    (line,) = parsed(page).select("#activity [data-event='case.read']")
    assert "3 times" in text(line)


def test_what_the_patient_did_names_no_account(look, case):
    sent = one(look(case), "#activity [data-event='case.opened']")

    assert text(sent).startswith("The patient: sent the case")


def test_conditions_say_what_is_there_what_is_not_known_and_what_is_not(look, site):
    case = make_case({"aneurysm": "yes", "avm": "unsure", "ich": "no"}, site=site)

    page = look(case)

    assert "Yes" in text(one(page, "[data-condition=aneurysm]"))
    assert "not known" in text(one(page, "[data-condition-unknown=avm]"))
    absent = " ".join(text(tag) for tag in parsed(page).select("[data-absent]"))
    assert "Bleeding in the brain" in absent
    assert "Aneurysm" not in absent


def test_completeness_counts_every_question_that_was_asked(look, site):
    case = make_case({"avm": "unsure", "ich": "declined"}, site=site)

    part = one(look(case), "#completeness")

    open_ = [len(each.select("li")) for each in part.select("[data-without]")]
    counted = int(part["data-answered-count"]) + sum(open_)
    assert counted == int(part["data-asked-count"])
    assert len(part.select("[data-without=unsure] li")) == 1
    assert len(part.select("[data-without=declined] li")) == 1
