"""Everything that changes a response. There is no other way to store an answer."""

from intake.questionnaires.taking import NotTaking

from .asking import AlreadyAsked, NothingToStandOn, ask_again, reason_of, take_back
from .assisting import (
    Newcomer,
    Words,
    attest,
    begin_entry,
    enrol_newcomer,
    name_signed,
)
from .forcing import ask_drafts, ask_on_top
from .grading import grade_unfinished, leave, note_screen_shown
from .opening import NotOpen
from .posts import Place, Posted, Saved, UnknownPlace
from .responses import (
    NotComplete,
    complete_response,
    introduce,
    start_response,
    withdraw_response,
)
from .saving import answers_data, list_data, save_page
from .typing import (
    MOST_TYPED,
    TooMuchTyped,
    discard_typed,
    keep_typed,
    size_of,
    typed_on,
)

__all__ = [
    "MOST_TYPED",
    "AlreadyAsked",
    "Newcomer",
    "NotComplete",
    "NotOpen",
    "NotTaking",
    "NothingToStandOn",
    "Place",
    "Posted",
    "Saved",
    "TooMuchTyped",
    "UnknownPlace",
    "Words",
    "answers_data",
    "ask_again",
    "ask_drafts",
    "ask_on_top",
    "attest",
    "begin_entry",
    "complete_response",
    "discard_typed",
    "enrol_newcomer",
    "grade_unfinished",
    "introduce",
    "keep_typed",
    "leave",
    "list_data",
    "name_signed",
    "note_screen_shown",
    "reason_of",
    "save_page",
    "size_of",
    "start_response",
    "take_back",
    "typed_on",
    "withdraw_response",
]
