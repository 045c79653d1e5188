"""The words of an article as one short text that changes with each of them."""

import hashlib
import json
from typing import Any

PLAIN = ("title", "summary", "help_first", "claims", "more_sources", "risk")
LISTS = ("key_points", "body", "unknowns", "questions")


def digest_of(page) -> str:
    """That of everything readers rely on; not of its place, or where it leads.

    Of facts and sources it has the codes: what these say is in the list of facts, which
    tells on which pages a change has to be read.
    """
    words = {name: getattr(page, name) for name in PLAIN}
    words |= {name: _values(getattr(page, name).get_prep_value()) for name in LISTS}
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _values(value: Any) -> Any:
    """Blocks without their ids, which change while the words stay."""
    if isinstance(value, list):
        return [_values(each) for each in value]
    if isinstance(value, dict):
        return {key: _values(each) for key, each in value.items() if key != "id"}
    return value
