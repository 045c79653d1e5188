"""Cases of fictional patients, made by the same actions as real ones."""

from datetime import date
from itertools import count
from typing import Any

from intake.demo.patients import answer_to
from intake.domain.questionnaire.answers import ListState
from intake.domain.questionnaire.pages import Page
from intake.patients import actions as patients
from intake.patients.identity import Identity
from intake.patients.models import Patient, PrivacyNotice
from intake.practice.models import Location, Organisation
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.filled import Filled, Stored
from intake.questionnaires.models import Response, SavedPage
from intake.questionnaires.person import person_of
from intake.questionnaires.stored import StoredPages, seal_page
from intake.review import actions as review
from intake.review.models import Case

_numbers = count(1)
_walks: dict[tuple, StoredPages] = {}

WELL = {
    "routes": ["iv_im", "in"],
    "reasons": ["depression"],
    "bp_known": "yes",
    "bp_sys": 124,
    "bp_dia": 78,
    "bp_date": 9,
    "height": {"ft": 5, "in": 6},
    "weight": {"lb": 150},
    "escort": "yes",
    "stay": "yes",
    "dx_mdd": "yes",
    "episode_months": 18,
    "treatments": [
        {
            "tx_drug": drug,
            "tx_dose": dose,
            "tx_weeks": 12,
            "tx_regular": "good",
            "tx_benefit": "little",
            "tx_stopped": "no_benefit",
            "tx_for_depression": "yes",
            "tx_this_episode": "yes",
            "tx_added_to": "no",
        }
        for drug, dose in (("sertraline", 150), ("bupropion", 300))
    ],
    "phq9_1": 3,
    "phq9_2": 3,
    "phq9_3": 2,
    "phq9_4": 3,
    "phq9_5": 1,
    "phq9_6": 2,
    "phq9_7": 2,
    "phq9_8": 1,
    "phq9_9": 0,
}


def make_response(*, site: Location | None = None, **identity: Any) -> Response:
    """The untouched form of a patient who has said who they are."""
    number = next(_numbers)
    patient = patients.find_or_create(f"patient.{number}@patients.example")
    known = {
        "first_name": "Pat",
        "last_name": f"Invented{number}",
        "born_on": date(1984, 5, 6),
        "sex": "female",
        "state": "VT",
        "phone": "555 010 0111",
        "may_leave_message": "yes",
        "language": "en",
        **identity,
    }
    return questionnaires.introduce(
        patient=patient,
        identity=Identity(**known),
        site=site or Location.objects.order_by("pk").first(),
        notice=PrivacyNotice.current(),
        by=patient.user,
    )


def make_patient(**details: Any) -> Patient:
    return make_response(**details).patient


def make_case(
    answers: dict[str, Any] | None = None, *, site: Location | None = None, **identity
) -> Case:
    """Somebody without a barrier who sent everything, except for ``answers``."""
    response = make_response(site=site, **identity)
    fill(response, WELL | (answers or {}))
    return review.receive_response(response=response, by=response.patient.user)


def fill(response: Response, given: dict[str, Any]) -> None:
    """Answer every page that is asked: what is given, the calmest answer otherwise.

    The pages are stored in one go and graded when the response is sent. Saving page by
    page, with all that it does, is tested where it lives.
    """
    stored_pages = _walked(response, given)
    patient = response.patient
    SavedPage.objects.bulk_create(
        SavedPage(
            response=response,
            page=stored.page,
            row=stored.row,
            number=1,
            sealed=seal_page(stored, response),
            by=patient.user,
        )
        for stored in stored_pages.values()
    )


def _walked(response: Response, given: dict[str, Any]) -> StoredPages:
    """What is stored of every page; the same answers are walked once in a process."""
    organisation = Organisation.current()
    who = person_of(response.patient, organisation)
    key = (response.version.digest, organisation.today(), repr((who, given)))
    if key not in _walks:
        _walks[key] = _walk(Filled(response, {}, organisation), given)
    return _walks[key]


def _walk(now: Filled, given: dict[str, Any]) -> StoredPages:
    today = now.organisation.today()
    while (state := now.next_page) is not None:
        if any(page == state.page.link_id for page, _row in now.stored):
            raise ValueError(f"{state.page.link_id} is not complete")
        places = _places(state.page, given, now)
        stored = {
            place: Stored(*place, 1, True, False, data, today)
            for place, data in places.items()
        }
        now = Filled(now.response, now.stored | stored, now.organisation)
    return now.stored


def _places(page: Page, given: dict[str, Any], now: Filled) -> dict[tuple, dict]:
    """What is stored of a page: its answers, or the rows of a list and its state."""
    if not page.is_list:
        asked = [item for item in page.questions if now.active.is_shown(item)]
        answers = {item.link_id: answer_to(item, given) for item in asked}
        return {(page.link_id, ""): questionnaires.answers_data(answers)}
    rows = given.get(page.link_id, [])
    places = {}
    for number, row in enumerate(rows):
        asked = [item for item in page.questions if item.link_id in row]
        answers = {item.link_id: answer_to(item, row) for item in asked}
        place = (page.link_id, f"row-{number}")
        places[place] = questionnaires.answers_data(answers)
    state = ListState.DONE if rows else ListState.NONE
    return places | {(page.link_id, ""): questionnaires.list_data(state)}
