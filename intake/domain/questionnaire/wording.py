"""Words that may be published, and that somebody should look at first."""

from collections.abc import Iterator

from intake.domain.reading_level import TARGET, grade, is_too_hard

from .definition import Definition
from .items import FALLBACK_LANGUAGE, Item
from .reading import Problem


def word_warnings(definition: Definition) -> Iterator[Problem]:
    """Questions that are hard to read, and instruments shown in another language.

    Only English is measured. The words of a sealed instrument cannot be made easier.
    """
    for item in definition.walk():
        text = _english(item)
        if item.instrument is None and is_too_hard(text):
            yield Problem(item.link_id, _too_hard(text))
    yield from _without_words(definition)


def _english(item: Item) -> str:
    words = (item.text, item.help, item.why)
    return "\n".join(w[FALLBACK_LANGUAGE] for w in words if FALLBACK_LANGUAGE in w)


def _too_hard(text: str) -> str:
    return (
        f"its words are hard: they read at grade {grade(text):.1f}, and grade {TARGET} "
        "is the most that nearly everybody can follow."
    )


def _without_words(definition: Definition) -> Iterator[Problem]:
    asked = [item for item in definition.walk() if item.instrument and item.asks]
    for code in dict.fromkeys(str(item.instrument) for item in asked):
        for language in definition.languages:
            items = [item for item in asked if item.instrument == code]
            if any(language not in item.text for item in items):
                sentence = (
                    f"there are no confirmed words in '{language}'; readers of it see "
                    "this instrument in another language."
                )
                yield Problem(code, sentence)
