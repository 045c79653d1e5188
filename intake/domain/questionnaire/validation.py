"""May a questionnaire be published? The problems, each with place and sentence."""

from collections.abc import Iterator

from .belonging import with_item
from .calculated_checks import calculated_problems
from .conditions import Outline, condition_problems
from .definition import Definition
from .placing import Instruments
from .reach import reach_problems
from .reading import DefinitionError, Problem
from .reasons import silent_questions
from .risk import risk_problems
from .rule_checks import rule_problems
from .sealed import sealed_problems
from .soundness import identity_problems, item_problems, nesting_problems, word_problems
from .wording import word_warnings

MOST_ITEMS = 2000


def supplies(definition: Definition) -> frozenset[str]:
    """The names of the facts that the questionnaire gives."""
    return frozenset(definition.facts)


def ensure_publishable(
    definition: Definition, instruments: Instruments | None = None
) -> None:
    """Refuse a definition that may not be published.

    Raises:
        DefinitionError: It lists every problem.
    """
    if found := problems(definition, instruments):
        raise DefinitionError(found)


def problems(
    definition: Definition, instruments: Instruments | None = None
) -> tuple[Problem, ...]:
    """Everything that stands in the way of publishing.

    Args:
        definition: The questionnaire.
        instruments: The sealed instruments, to see that nobody has changed their
            words; without them only their completeness is checked.
    """
    count = sum(1 for _item in definition.walk())
    if count > MOST_ITEMS:
        sentence = f"there are {count} items; {MOST_ITEMS} are the most."
        return (Problem("items", sentence),)
    outline = Outline(definition)
    found = _problems(outline, instruments or {})
    return tuple(with_item(outline, problem) for problem in found)


def warnings(definition: Definition) -> tuple[Problem, ...]:
    """What does not stand in the way, but should be read and accepted by somebody."""
    outline = Outline(definition)
    found = (*word_warnings(definition), *silent_questions(outline))
    return tuple(with_item(outline, problem) for problem in found)


def _problems(outline: Outline, instruments: Instruments) -> Iterator[Problem]:
    definition = outline.definition
    yield from identity_problems(definition)
    for item in definition.walk():
        yield from item_problems(item)
    yield from nesting_problems(outline)
    yield from word_problems(definition)
    yield from calculated_problems(outline)
    conditions = tuple(condition_problems(outline))
    yield from conditions
    # Only sound conditions can be tried out.
    if not conditions:
        yield from reach_problems(outline)
    yield from sealed_problems(outline, instruments)
    yield from rule_problems(outline)
    yield from risk_problems(outline)
