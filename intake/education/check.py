"""The check before the intake: its questions, and what is said to a choice of answers.

Nothing here decides anything, and nothing keeps an answer.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

FILE = resources.files("intake.content").joinpath("check", "en.toml")
HELP = ("page", "card")  # the first comes before all else, the second beside the rest


@dataclass(frozen=True)
class Option:
    """One answer, with a thought for it, articles to read and what to have ready.

    ``instead`` says how somebody goes on who does not begin the intake themselves.
    """

    code: str
    label: str
    say: str = ""
    read: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()
    help: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Question:
    code: str
    text: str
    options: tuple[Option, ...]
    note: str = ""

    def chosen(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True)
class Reply:
    """What somebody reads after the check.

    ``words`` are the chosen options that have something to say, in the order of the
    questions; ``read`` are codes of articles and ``ready`` things to have at hand, each
    once. ``help`` is one of ``HELP``, or empty. Where ``instead`` says something,
    nobody is invited to begin, and nothing is to be made ready.
    """

    words: tuple[Option, ...]
    read: tuple[str, ...]
    ready: tuple[str, ...]
    help: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """The questions in one language, and what is said whatever is answered."""

    questions: tuple[Question, ...]
    read: tuple[str, ...]
    ready: tuple[str, ...]

    def sentences(self) -> list[str]:
        """All that somebody may read of it, each once."""
        found: dict[str, None] = {}
        self._mapped(lambda text: found.setdefault(text) or text)
        return list(found)

    def in_words(self, words: Mapping[str, str]) -> "Check":
        """The same check in another language, where its words are known."""
        return self._mapped(lambda text: words.get(text, text))

    def _mapped(self, change: Callable[[str], str]) -> "Check":
        questions = tuple(
            replace(
                question,
                text=change(question.text),
                note=question.note and change(question.note),
                options=tuple(_changed(each, change) for each in question.options),
            )
            for question in self.questions
        )
        ready = tuple(change(thing) for thing in self.ready)
        return replace(self, questions=questions, ready=ready)

    def reply(self, answers: Mapping[str, str]) -> Reply:
        """What to say to these answers; any of them may be left out.

        Args:
            answers: The code of an option by that of its question.
        """
        asked = ((q, answers.get(q.code, "")) for q in self.questions)
        found = [option for q, code in asked if (option := q.chosen(code))]
        due = [kind for kind in HELP if any(option.help == kind for option in found)]
        instead = tuple(option.instead for option in found if option.instead)
        ready = _once([*self.ready, *(thing for o in found for thing in o.ready)])
        helping = sorted(found, key=lambda option: not option.help)  # these come first
        return Reply(
            words=tuple(option for option in found if option.say),
            read=_once([*(c for o in helping for c in o.read), *self.read]),
            ready=() if instead else ready,
            help=due[0] if due else "",
            instead=instead,
        )


@cache
def shipped_check() -> Check:
    """The check that ships, in English."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    always = data["always"]
    return Check(
        questions=tuple(_question(row) for row in data["questions"]),
        read=tuple(always["read"]),
        ready=tuple(always["ready"]),
    )


def _changed(option: Option, change: Callable[[str], str]) -> Option:
    return replace(
        option,
        label=change(option.label),
        say=option.say and change(option.say),
        instead=option.instead and change(option.instead),
        ready=tuple(change(thing) for thing in option.ready),
    )


def _question(row: Mapping[str, Any]) -> Question:
    options = tuple(Option(**_frozen(option)) for option in row["options"])
    return Question(**{**row, "options": options})


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
