"""From the bytes of a file that somebody chose to plain data.

A questionnaire is written as TOML, and what this software stores of it is JSON; both
are read. What could not be stored, compared or hashed later is refused here.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any

MOST_BYTES = 500_000
DEEPEST = 60  # tables and lists inside each other
MOST_DOTS = 60  # on a line of TOML; names of thousands of parts take for ever
LARGEST = 10**12

PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
NOT_PLAIN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class Fault(StrEnum):
    """Why a file cannot be read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PACKED = "packed"
    NOT_UTF_8 = "not_utf_8"
    NOT_TOML = "not_toml"
    NOT_JSON = "not_json"
    TWICE = "twice"
    TOO_DEEP = "too_deep"
    CHARACTER = "character"
    NUMBER = "number"
    DATE = "date"


class Unreadable(ValueError):
    """The file holds no questionnaire; ``line`` says where, if that is known."""

    def __init__(self, fault: Fault, line: int | None = None) -> None:
        self.fault, self.line = fault, line
        super().__init__(str(fault))


def read_bytes(content: bytes) -> dict[str, Any]:
    """The plain data of a file: JSON where it begins with a brace, else TOML.

    Raises:
        Unreadable: It is neither, or holds what no questionnaire can hold.
    """
    text = _text(content)
    try:
        data = _from_json(text) if text.startswith("{") else _from_toml(text)
    except RecursionError:
        raise Unreadable(Fault.TOO_DEEP) from None
    for value, depth in _walk(data):
        _check(value, depth)
    return data


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Unreadable(Fault.TOO_LARGE)
    if content.startswith(PACKED):
        raise Unreadable(Fault.PACKED)
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise Unreadable(Fault.NOT_UTF_8, line) from None
    if not text:
        raise Unreadable(Fault.EMPTY)
    return text


def _from_toml(text: str) -> dict[str, Any]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") > MOST_DOTS:
            raise Unreadable(Fault.TOO_DEEP, number)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = AT_LINE.search(str(problem))
        line_number = int(found[1]) if found else text.count("\n") + 1
        raise Unreadable(Fault.NOT_TOML, line_number) from None
    except ValueError:  # a number of thousands of digits
        raise Unreadable(Fault.NUMBER) from None


def _from_json(text: str) -> dict[str, Any]:
    try:
        return dict(json.loads(text, object_pairs_hook=_once, parse_constant=_refused))
    except json.JSONDecodeError as problem:
        raise Unreadable(Fault.NOT_JSON, problem.lineno) from None
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable(Fault.NUMBER) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise Unreadable(Fault.TWICE)
    return table


def _refused(_constant: str) -> None:
    raise Unreadable(Fault.NUMBER)


def _walk(data: Any) -> Iterator[tuple[Any, int]]:
    """Every value and every name, with its depth; without recursion."""
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        inside: list[Any] = []
        if isinstance(value, Mapping):
            inside = [*value.keys(), *value.values()]
        elif isinstance(value, list):
            inside = value
        waiting += [(part, depth + 1) for part in inside]


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise Unreadable(Fault.TOO_DEEP)
    if isinstance(value, str) and NOT_PLAIN.search(value):
        raise Unreadable(Fault.CHARACTER)
    if isinstance(value, date | time):
        raise Unreadable(Fault.DATE)
    if isinstance(value, int | float) and not abs(value) <= LARGEST:
        raise Unreadable(Fault.NUMBER)
