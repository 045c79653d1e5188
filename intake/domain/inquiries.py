"""What may be asked of people outside the clinic: kinds of question, read from data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "content" / "inquiries.toml"


@dataclass(frozen=True)
class Kind:
    """One kind of question.

    Attributes:
        code: What is stored.
        label: How staff choose it.
        question: What the person outside reads.
        file: What they may send with it.
        answers: What they choose from, by code.
    """

    code: str
    label: str
    question: str
    file: str
    answers: Mapping[str, str]


@cache
def load_kinds() -> dict[str, Kind]:
    """Every shipped kind by its code, in the order of the file."""
    with FILE.open("rb") as file:
        return {row["code"]: _kind(row) for row in tomllib.load(file)["kinds"]}


def _kind(row: Mapping[str, Any]) -> Kind:
    return Kind(
        code=row["code"],
        label=row["label"],
        question=row["question"],
        file=row["file"],
        answers={answer["code"]: answer["text"] for answer in row["answers"]},
    )
