"""The passages of an article, and the keeping of them."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value

from intake.education.blocks import anchor
from intake.education.tables import lines_of
from intake.education.words import anchor as word_anchor

from .models import Passage

CONFIGURATIONS = {"en": "english", "es": "spanish"}
BREAK = re.compile(r"</(?:p|li)>|<br\s*/?>")
TAG = re.compile(r"<[^>]+>")
PARTS = (
    "before",
    "text",
    "people",
    "time",
    "caption",
    "caution",
    "after",
    "transcript",
)

# Anchor, heading, text, and text that is looked through but not shown.
Part: TypeAlias = tuple[str, str, str, str]


def configuration(language: str) -> str:
    """PostgreSQL's name for how words of a language are reduced to stems."""
    return CONFIGURATIONS.get(language.split("-", maxsplit=1)[0], "simple")


@transaction.atomic
def index(page, anchors: Mapping[str, str] | None = None) -> None:
    """Make the passages of a page anew; none while it is not published.

    Args:
        page: an article, in the language of its locale.
        anchors: those of the page by those of its words, where these are translated.
    """
    remove(page, page.locale.language_code)
    if page.live:
        known = anchors or {}
        parts = ((known.get(at, at), *others) for at, *others in parts_of(page))
        language = page.locale.language_code
        Passage.objects.bulk_create(passage(part, language, page) for part in parts)


def remove(page, language: str = "") -> None:
    """Forget the passages of a page, in a language or in all."""
    found = Passage.objects.filter(article_id=page.pk)
    (found.filter(language=language) if language else found).delete()


def parts_of(page) -> Iterator[Part]:
    points = [block.value for block in page.key_points]
    yield "", page.title, "\n".join([page.summary, *points]), ""
    for block in page.body:
        yield from SPLIT.get(block.block_type, _whole)(block.value)
    unknowns = "\n".join(block.value for block in page.unknowns)
    yield "unknown", page.title, unknowns, ""


def _whole(value) -> Iterator[Part]:
    heading = value.get("heading") or ""
    texts = [plain(value.get(name) or "") for name in PARTS]
    texts += [str(point) for point in value.get("points") or []]
    texts += [row["result"] for row in value.get("rows") or []]
    text = "\n".join(each for each in texts if each)
    if text:
        yield (anchor(heading) if heading else ""), heading, text, ""


def _answers(value) -> Iterator[Part]:
    """Each answer by itself; a myth is looked for, and never shown as the answer."""
    for item in value["answers"]:
        question = item["question"]
        yield anchor(question), question, item["answer"], item["heard"]


def _words(value) -> Iterator[Part]:
    for item in value["words"]:
        yield word_anchor(item["word"]), item["word"], item["meaning"], item["forms"]


def _table(value) -> Iterator[Part]:
    lines = [value["before"], *lines_of(value["table"]), value["after"]]
    heading = value["heading"]
    yield anchor(heading), heading, "\n".join(line for line in lines if line), ""


def _clinic_words(value) -> Iterator[Part]:
    """The words around the place; what the clinic says there is not the article's."""
    heading = value["heading"]
    yield anchor(heading), heading, value["before"], value["missing"]


SPLIT = {
    "answers": _answers,
    "clinic_words": _clinic_words,
    "table": _table,
    "words": _words,
}


def plain(value) -> str:
    """Rich text without its tags, a paragraph or point a line."""
    lines = BREAK.sub("\n", str(getattr(value, "source", value)))
    return html.unescape(TAG.sub(" ", lines)).strip()


def passage(part: Part, language: str, page=None) -> Passage:
    """A part of an article, or of no article."""
    place, heading, text, unseen = part
    title = page.title if page else ""
    config = configuration(language)
    weighted = {"A": heading, "B": f"{title} {unseen}", "C": text}
    vector = sum_of(
        SearchVector(Value(each), weight=weight, config=config)
        for weight, each in weighted.items()
    )
    everything = Value(" ".join(weighted.values()))
    return Passage(
        article=page,
        language=language,
        anchor=place,
        heading=heading or title,
        text=text,
        vector=vector,
        words=SearchVector(everything, config="simple"),
    )


def sum_of(vectors):
    first, *others = vectors
    for other in others:
        first = first + other
    return first
