"""How the words of two texts of an article differ, paragraph by paragraph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from intake.education.finding.passages import parts_of

SAME, GONE, ADDED = "", "gone", "added"


@dataclass(frozen=True)
class Piece:
    """Some words; ``kind`` is empty for words that both texts have."""

    text: str
    kind: str = SAME


def changes(before, after) -> list[tuple[Piece, ...]]:
    """Every paragraph that is not the same in both articles."""
    return between(lines_of(before), lines_of(after))


def between(before: Sequence[str], after: Sequence[str]) -> list[tuple[Piece, ...]]:
    """Every line that is not the same, with the words that went and came."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        tuple(_pieces("\n".join(before[i:j]), "\n".join(after[k:n])))
        for kind, i, j, k, n in matcher.get_opcodes()
        if kind != "equal"
    ]


def lines_of(page) -> list[str]:
    """Everything that a signature covers, a paragraph a line."""
    lines: list[str] = []
    for _place, heading, text, unseen in parts_of(page):
        lines += [heading, *text.split("\n"), unseen]
    lines += [block.value for block in page.questions]
    lines += [", ".join(page.claims), ", ".join(page.more_sources)]
    lines += [
        f"{row['result']}: {row['treated']} / {row['compared']}"
        for row in _rows(page, "comparison")
    ]
    lines += [
        f"{row['result']}: {row['least']} – {row['most']} / {row['compared']}"
        for row in _rows(page, "harms")
    ]
    return [line.strip() for line in lines if line.strip()]


def _rows(page, kind: str) -> Iterator:
    for block in page.body:
        if block.block_type == kind:
            yield from block.value["rows"]


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, i, j, k, n in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("".join(old[i:j]))
            continue
        if i < j:
            yield Piece("".join(old[i:j]), GONE)
        if k < n:
            yield Piece("".join(new[k:n]), ADDED)


def _words(text: str) -> list[str]:
    """The words, each with the space behind it."""
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:] if text else []
