"""Everything that changes a response. There is no other way to store an answer."""

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

__all__ = [
    "NotComplete",
    "NotOpen",
    "Place",
    "Posted",
    "Saved",
    "UnknownPlace",
    "answers_data",
    "complete_response",
    "grade_unfinished",
    "introduce",
    "leave",
    "list_data",
    "note_screen_shown",
    "save_page",
    "start_response",
    "withdraw_response",
]
