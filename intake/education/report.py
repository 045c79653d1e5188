"""The shipped articles for their reviewers: how hard to read, and on what they rest."""

from collections.abc import Iterator
from typing import Any

from intake.domain.reading_level import grade, sentences

from .shipped import LINK, Shipped, read_articles

BEGIN, END = "<!-- portal_tables -->", "<!-- end of portal_tables -->"
WITHIN = {"safety_critical": 6, "standard": 12, "background": 24}  # months
PARTS = ("before", "text", "missing", "after", "caution", "people", "time", "caption")


def whole(article: Shipped) -> str:
    """Everything that a reader reads of it, but for myths, which are named only."""
    data = article.data
    headings = [block.get("heading", "") for block in data["body"]]
    lists = [*data["key_points"], *data["unknowns"], *data["questions"]]
    parts = [text for block in data["body"] for text in texts_of(block)]
    everything = [data["title"], data["summary"], *headings, *lists, *parts]
    return LINK.sub(r"\1", "\n".join(everything))


def texts_of(block: dict[str, Any]) -> Iterator[str]:
    """The texts of a block, each answer and each word by itself."""
    single = [block.get(name, "") for name in PARTS]
    parts = [*single, *block.get("points", [])]
    for row in block.get("rows", []):
        if isinstance(row, list):
            yield "\n".join(_cells(row))
        else:
            parts.append(row["result"])
    yield "\n".join([*parts, *block.get("columns", [])]).replace("- ", "")
    for item in block.get("answers", []):
        yield f"{item['question']}\n{item['answer']}"
    for item in block.get("words", []):
        yield f"{item['word']}\n{item['meaning']}"


def _cells(row: list[Any]) -> list[str]:
    """What stands in a row of a table, without the labels."""
    return [cell if isinstance(cell, str) else cell.get("note", "") for cell in row]


def tables() -> str:
    """Each page with its grade, and each page with its facts, as Markdown."""
    articles = [article for article in read_articles() if article.language == "en"]
    return "\n".join([BEGIN, "", *_grades(articles), "", *_facts(articles), "", END])


def _grades(articles: list[Shipped]) -> Iterator[str]:
    yield "| Code | Page | Grade | Facts | Words | Longest sentence | Check within |"
    yield "|---|---|---|---|---|---|---|"
    for article in articles:
        text = whole(article)
        longest = max(len(sentence) for sentence in sentences(text))
        cells = [
            article.code,
            article.data["title"],
            f"{grade(text):.1f}",
            str(len(article.data["claims"])),
            str(len(text.split())),
            f"{longest} words",
            f"{WITHIN[article.data['risk']]} months",
        ]
        yield f"| {' | '.join(cells)} |"


def _facts(articles: list[Shipped]) -> Iterator[str]:
    yield "| Code | States |"
    yield "|---|---|"
    for article in articles:
        yield f"| {article.code} | {', '.join(article.data['claims'])} |"
