"""May a questionnaire be published? The problems, each with place and sentence."""

from .conditions import Outline, condition_problems
from .definition import Definition
from .placing import Instruments
from .reach import reach_problems
from .reading import DefinitionError, Problem
from .rule_checks import rule_problems
from .sealed import sealed_problems
from .soundness import identity_problems, item_problems, nesting_problems, word_problems


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
    outline = Outline(definition)
    conditions = tuple(condition_problems(outline))
    # Only sound conditions can be tried out.
    reach = () if conditions else tuple(reach_problems(outline))
    return (
        *identity_problems(definition),
        *(problem for item in definition.walk() for problem in item_problems(item)),
        *nesting_problems(outline),
        *word_problems(definition),
        *conditions,
        *reach,
        *sealed_problems(definition, instruments or {}),
        *rule_problems(outline),
    )
