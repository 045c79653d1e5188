"""Articles that come with the software, read from files.

A file names the facts it states; each fact names its sources. So an article's list of
sources is always that of its facts.
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
FOLDER = resources.files("intake.content.portal")


@dataclass(frozen=True, eq=False)
class Shipped:
    """An article as it stands in its file, in one language, with its sources."""

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
        """Changes when any word of the article or of its sources does."""
        text = json.dumps(self.fields(), sort_keys=True, default=str)
        return hashlib.sha256((text + str(self.related)).encode()).hexdigest()

    def fields(self) -> dict[str, Any]:
        """Values of the page's fields, but for the pages it leads to."""
        plain = {"title", "slug", "topic", "risk", "summary", "help_first", "claims"}
        plain |= {"evidence_on", "written_by"}
        return {
            **{name: self.data[name] for name in sorted(plain & set(self.data))},
            "article_code": self.code,
            **{
                name: [{"type": "point", "value": text} for text in self.data[name]]
                for name in ("key_points", "unknowns", "questions")
            },
            "body": [_block(block) for block in self.data["body"]],
            "sources": [
                {"type": "source", "value": source}
                for source in sources_of(self.data["claims"])
            ],
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


def sources_of(claims: list[str]) -> list[dict[str, str]]:
    """The sources of these facts, each once, in the order of their codes."""
    facts = read_claims()
    codes = {source for claim in claims for source in facts[claim]["sources"]}
    return [source for source in all_sources() if source["code"] in codes]


def all_sources() -> list[dict[str, str]]:
    """Every source, in the order of their codes."""
    return [
        {"code": code, "link": "", "checked": "", **source}
        for code, source in sorted(
            read_sources().items(), key=lambda item: (item[0][0], int(item[0][1:]))
        )
    ]


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
    return {"type": block["type"], "value": value}


def as_html(text: str) -> str:
    """Paragraphs and lists of plain text, as the editor's rich text keeps them."""
    return "".join(_chunk(chunk) for chunk in text.strip().split("\n\n"))


def _chunk(chunk: str) -> str:
    lines = html.escape(chunk, quote=False).splitlines()
    if all(line.startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{line[2:]}</li>' for line in lines)}</ul>"
    return f"<p>{' '.join(lines)}</p>"
