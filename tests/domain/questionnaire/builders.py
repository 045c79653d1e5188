"""Small questionnaires and sheets for the tests."""

from datetime import date

from intake.domain.answer import from_plain
from intake.domain.questionnaire.answers import ListState, Row, Rows, Sheet
from intake.domain.questionnaire.definition import read_definition
from intake.domain.questionnaire.facts import Person, derive
from intake.domain.questionnaire.shipped import load_definitions
from intake.domain.questionnaire.validation import problems

TODAY = date(2026, 3, 15)
ANYBODY = Person(
    born_on=date(1984, 3, 15), sex="female", routes_offered=("iv_im", "in")
)

INSTRUMENT = {
    "title": {"en": "Two questions"},
    "version": "1",
    "attribution": {"en": "Somebody"},
    "stem": {"en": "Over the last 2 weeks"},
    "items": [
        {
            "link_id": link_id,
            "type": "choice",
            "text": {"en": f"Problem {link_id}"},
            "states": ["declined"],
            "options": [
                {"ordinal": points, "text": {"en": f"{points} days"}}
                for points in range(4)
            ],
        }
        for link_id in ("phq9_1", "phq9_2")
    ],
}


def group(link_id, *items, **settings):
    return {"link_id": link_id, "type": "group", "text": f"Group {link_id}"} | {
        "items": list(items),
        **settings,
    }


def many(link_id, *items, **settings):
    return group(link_id, *items, repeats=True, **settings)


def yes_no(link_id, when=None, **settings):
    return ask(link_id, "boolean", when, **settings)


def ask(link_id, kind, when=None, **settings):
    condition = {} if when is None else {"enable_when": when}
    return {"link_id": link_id, "type": kind, "text": f"Question {link_id}"} | {
        **condition,
        **settings,
    }


def choose(link_id, *codes, **settings):
    options = [{"code": code, "text": code.title()} for code in codes]
    return ask(link_id, "choice", options=options, **settings)


def when(item, value, op="="):
    return {"item": item, "op": op, "value": value}


def define(*items, instruments=None, **blocks):
    data = {"code": "test", "title": "Test", "items": list(items), **blocks}
    return read_definition(data, instruments or {})


def sentences(definition, instruments=None):
    """What stands in the way of publishing, each with its place."""
    return [str(problem) for problem in problems(definition, instruments)]


def of_items(*items, **blocks):
    """The same for items of one page."""
    return sentences(define(group("a", *items), **blocks))


# A question of every kind that a condition may look at.
LOOKED_AT = [
    yes_no("yes_no", states=["unsure"]),
    choose("one", "a", "b"),
    choose("many", "a", "b") | {"repeats": True},
    choose("points", "x") | {"options": [{"ordinal": n, "text": "x"} for n in (0, 1)]},
    choose("picked", catalogue="agents"),
    ask("number", "integer", minimum=0, maximum=10),
    ask("fraction", "decimal", states=["unsure"]),
    ask("day", "date"),
    ask("words", "string"),
    many("list", yes_no("r"), states=["unsure"]),
]


def sheet(lists=None, saved_on=None, **plain):
    """A sheet from plain values; None is a question left empty."""
    answers = {link_id: from_plain(value) for link_id, value in plain.items()}
    return Sheet(answers, lists or {}, saved_on or {})


def rows(*plain, state=ListState.DONE):
    """A list whose rows are given as plain values, with ids r1, r2, …"""
    return Rows(
        ListState(state),
        tuple(
            Row(f"r{number}", {k: from_plain(v) for k, v in row.items()})
            for number, row in enumerate(plain, start=1)
        ),
    )


def screening():
    return load_definitions()["screening"]


def facts(lists=None, person=ANYBODY, on=TODAY, finished=True, **plain):
    """The facts that the shipped questionnaire draws from plain answers."""
    return derive(screening(), sheet(lists, **plain), person, on, finished)


def said(fact):
    """A fact in one word: its value, or the state in angle brackets."""
    if fact.answer.state == "answered":
        return fact.answer.value
    return f"<{fact.answer.state}>"
