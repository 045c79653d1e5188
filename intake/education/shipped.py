"""What comes with the software, read from files: articles, facts and sources.

A file names the facts that an article states; each fact names its sources. Readers see
the records that facts and sources become, see ``claims``.
"""

import hashlib
import html
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

ARTICLE_FILE = re.compile(r"([A-Z]{1,3})([0-9]{1,3})\.toml\Z")
LINK = re.compile(r"\[([^\]]+)\]\(((?:https://|tel:)[^\s()\"]+)\)")
NEWER = "A newer text came with an update of the software."
FOLDER = resources.files("intake.content.portal")


@dataclass(frozen=True, eq=False)
class Shipped:
    """An article as it stands in its file, in one language."""

    language: str
    data: dict[str, Any]

    @property
    def code(self) -> str:
        return self.data["code"]

    @property
    def related(self) -> list[str]:
        """Codes of the articles to read next."""
        return self.data["related"]

    @cached_property
    def digest(self) -> str:
        """Changes when any word of the article does."""
        text = json.dumps(self.fields(), sort_keys=True, default=str)
        return hashlib.sha256((text + str(self.related)).encode()).hexdigest()

    @property
    def change(self) -> dict[str, str]:
        """What readers of an earlier text are told; ``changed`` in the file says it."""
        told = {"kind": "meaning", "note": NEWER, **self.data.get("changed", {})}
        return {f"change_{name}": told[name] for name in ("kind", "note")}

    def fields(self) -> dict[str, Any]:
        """Values of the page's fields, but for the pages it leads to."""
        plain = {"title", "slug", "topic", "risk", "summary", "claims"}
        plain |= {"evidence_on", "written_by", "more_sources"}
        return {
            **{name: self.data[name] for name in sorted(plain & set(self.data))},
            "article_code": self.code,
            **{
                name: [{"type": "point", "value": text} for text in self.data[name]]
                for name in ("key_points", "unknowns", "questions")
            },
            "body": [_block(block) for block in self.data["body"]],
        }


def read_articles() -> Iterator[Shipped]:
    """Every shipped article, in the order of codes."""
    for folder in sorted(_folders(), key=lambda folder: folder.name):
        files = [file for file in folder.iterdir() if ARTICLE_FILE.match(file.name)]
        for file in sorted(files, key=lambda file: _place(file.name)):
            yield Shipped(folder.name, tomllib.loads(file.read_text(encoding="utf-8")))


def read_index(language: str) -> dict[str, str]:
    return _read(f"{language}/index.toml")


def read_claims() -> dict[str, dict[str, Any]]:
    return _read("claims.toml")


def read_sources() -> dict[str, dict[str, str]]:
    return _read("sources.toml")


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))


def _folders():
    return [item for item in FOLDER.iterdir() if item.is_dir() and len(item.name) == 2]


def _place(name: str) -> tuple[str, int]:
    letters, number = ARTICLE_FILE.match(name).groups()
    return letters, int(number)


def _block(block: dict[str, Any]) -> dict[str, Any]:
    value = {name: given for name, given in block.items() if name != "type"}
    if "text" in value:
        value["text"] = as_html(value["text"])
    if block["type"] == "table":
        names = ("caption", "columns", "rows")
        value["table"] = _table(*(value.pop(name) for name in names))
    return {"type": block["type"], "value": value}


def _table(caption: str, columns: list[str], rows: list[list[Any]]) -> dict[str, Any]:
    """A table as the editor's block keeps it; cells with a label are tables of TOML."""
    kinds = ["text" if isinstance(cell, str) else "evidence" for cell in rows[0]]
    whole = {"evidence": "", "note": ""}
    return {
        "caption": caption,
        "columns": [
            {"type": kind, "heading": heading}
            for kind, heading in zip(kinds, columns, strict=True)
        ],
        "rows": [
            {
                "values": [
                    cell if kind == "text" else {**whole, **cell}
                    for kind, cell in zip(kinds, row, strict=True)
                ]
            }
            for row in rows
        ],
    }


def as_html(text: str) -> str:
    """Paragraphs, lists and links of plain text, as the editor's rich text keeps them.

    A link is ``[words](address)``.
    """
    return "".join(_chunk(chunk) for chunk in text.strip().split("\n\n"))


def _chunk(chunk: str) -> str:
    linked = LINK.sub(r'<a href="\2">\1</a>', html.escape(chunk, quote=False))
    lines = linked.splitlines()
    if all(line.startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{line[2:]}</li>' for line in lines)}</ul>"
    return f"<p>{' '.join(lines)}</p>"
