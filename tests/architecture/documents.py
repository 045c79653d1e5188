"""Reading the project's documents: links, headings, code and tables."""

import re
from pathlib import Path

from tools import environment

ROOT = Path(environment.ROOT)
DOCS = ROOT / "docs"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "templates/components/README.md"]
)

FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    """A document's name in the ids of tests."""
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """A document without its blocks of code."""
    return FENCED.sub("", text(path))


def links(path: Path) -> list[str]:
    """Where links lead, those to pictures too."""
    return ["".join(found) for found in LINK.findall(prose(path))]


def anchors(path: Path) -> set[str]:
    """The anchors that headings get where Markdown is shown."""
    return {anchor(heading) for heading in HEADING.findall(prose(path))}


def anchor(heading: str) -> str:
    plain = re.sub(r"[^\w\- ]", "", heading.lower())
    return plain.strip().replace(" ", "-")


def tables(document: str) -> list[list[dict[str, str]]]:
    """Every table as rows by heading, its cells without marks of code."""
    blocks = re.findall(r"(?:^\|.*\|$\n?)+", document, re.MULTILINE)
    return [_rows(block) for block in blocks]


def table_after(marker: str, document: str) -> list[dict[str, str]]:
    """The table that follows a comment like ``<!-- items: phq9 -->``."""
    return tables(document.partition(f"<!-- {marker} -->")[2])[0]


def _rows(block: str) -> list[dict[str, str]]:
    head, _rule, *rows = (_cells(line) for line in block.strip().splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip("|").split("|")]
