"""The wording of the instruments that ship, as sealed units.

Each file of ``intake/content/instruments`` holds one instrument: its licence tier,
words by language, answers and their points, codes and source. A questionnaire may place
one and change nothing in it. Words whose translation is not confirmed against the
published form are kept for whoever confirms them, and never shown. Of the tier
``skeleton`` there are no words; :mod:`intake.domain.skeletons` reads those files.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from intake.domain.questionnaire.definition import canonical_hash
from intake.domain.questionnaire.items import Item, ItemType, Wording
from intake.domain.questionnaire.placing import read_items
from intake.domain.questionnaire.reading import DefinitionError, Read, Reader
from intake.domain.questionnaire.storing import item_to_data
from intake.domain.scoring import BESIDE, INSTRUMENTS

FOLDER = Path(__file__).parent.parent / "content" / "instruments"


class Tier(StrEnum):
    """What the licence of an instrument lets this software carry of it.

    The words; the words with the names of those who made them; or no words at all, only
    ids, our own labels, ranges and the scoring, so that staff enter its score.
    """

    SHIP = "ship"
    SHIP_WITH_ATTRIBUTION = "ship_with_attribution"
    SKELETON = "skeleton"


WITH_WORDS = (Tier.SHIP, Tier.SHIP_WITH_ATTRIBUTION)


class Status(StrEnum):
    """Whether the words in a language are those of the published form."""

    EXACT = "exact"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Language:
    """Where the words in one language come from.

    ``basis`` is V when a copy of the source was seen, V2 when only a secondary copy
    was, R when it is recalled.
    """

    status: Status
    basis: str
    source: str


@dataclass(frozen=True)
class Entry:
    """That staff may enter a score, and what of it.

    ``hint`` tells them so in our words. Where the highest ``total`` is given, the total
    may stand in place of the items, but for those ``beside`` it.
    """

    hint: Wording
    total: int | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """One instrument as published.

    ``version`` numbers the wording frozen in the file. ``loinc`` may hold the codes of
    the panel, the total, the result, and of yes and no. ``follow_ups`` are prompts to
    an interviewer, by item, which a person who answers alone is not shown. ``notice``
    lines must go with every copy of the software. ``entry`` is there where staff may
    enter a score of it too.
    """

    code: str
    version: str
    tier: Tier
    title: Wording
    time_frame: str
    source: str
    licence: str
    licence_basis: str
    attribution: Wording
    notice: tuple[str, ...]
    languages: Mapping[str, Language]
    items: tuple[Item, ...]
    stem: Wording
    loinc: Mapping[str, str]
    follow_ups: Mapping[str, Wording]
    entry: Entry | None = None

    @property
    def shown_languages(self) -> tuple[str, ...]:
        """The languages whose words are exact."""
        return tuple(
            name
            for name, language in self.languages.items()
            if language.status is Status.EXACT
        )

    def to_data(self) -> dict[str, Any]:
        """The plain form from which it is placed, with exact words alone."""
        shown = self.shown_languages
        data: dict[str, Any] = {
            "title": _only(self.title, shown),
            "version": self.version,
            "attribution": _only(self.attribution, shown),
            "items": [item_to_data(_shown(item, shown)) for item in self.items],
        }
        return data | ({"stem": _only(self.stem, shown)} if self.stem else {})


def wording_hash(instrument: Instrument, language: str) -> str:
    """The fingerprint of the words in a language: SHA-256 of canonical JSON.

    Raises:
        KeyError: The instrument has no words in this language.
    """
    items = [
        {
            "id": item.link_id,
            "text": item.text[language],
            "options": [
                {"ordinal": option.ordinal, "text": option.text[language]}
                for option in item.options
            ],
            "follow_up": instrument.follow_ups.get(item.link_id, {}).get(language, ""),
        }
        for item in instrument.items
    ]
    stem = instrument.stem.get(language, "")
    return canonical_hash({"code": instrument.code, "stem": stem, "items": items})


@cache
def load_instruments() -> Mapping[str, Instrument]:
    """Every instrument whose words ship, by code.

    Raises:
        DefinitionError: A file cannot be read; every problem of it is listed.
    """
    return {
        code: read_instrument(data, f"{code}.toml")
        for code, data in instrument_files().items()
        if data.get("tier") != Tier.SKELETON
    }


@cache
def instrument_files() -> Mapping[str, Mapping[str, Any]]:
    """The plain data of every file, by the code that its name says."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.toml"))
    }


def wordless() -> frozenset[str]:
    """The codes of the instruments of which no words may be shown to anybody."""
    files = instrument_files().items()
    return frozenset(code for code, data in files if data.get("tier") == Tier.SKELETON)


@cache
def sealed_instruments() -> Mapping[str, dict[str, Any]]:
    """The plain form of every instrument by code, for reading a questionnaire.

    Of one that has no words there is the tier alone, by which placing it is refused.
    """
    sealed = {code: found.to_data() for code, found in load_instruments().items()}
    return sealed | {code: {"tier": str(Tier.SKELETON)} for code in wordless()}


IDENTITY: dict[str, Read] = {
    "code": Reader.string,
    "version": Reader.string,
    "title": Reader.wording,
    "time_frame": Reader.string,
    "source": Reader.string,
    "licence": Reader.string,
    "licence_basis": Reader.string,
}
HEAD: dict[str, Read] = {
    **IDENTITY,
    "attribution": Reader.wording,
    "notice": Reader.strings,
}
LOINC_SETTINGS = ("panel", "total", "result", "yes", "no", "basis")
ENTRY: dict[str, Read] = {
    "hint": Reader.wording,
    "total": Reader.whole,
    "beside": Reader.strings,
}
BLOCKS = ("tier", "languages", "stem", "loinc", "entry", "each", "items")


def read_instrument(data: Mapping[str, Any], where: str) -> Instrument:
    """Read one instrument.

    Args:
        data: The plain data of its file.
        where: The name of the file, for the messages.

    Raises:
        DefinitionError: It cannot be read or is not complete; every problem is listed.
    """
    reader = Reader()
    reader.known_settings(data, (*HEAD, *BLOCKS), "instrument")
    for name in (*HEAD, "tier", "languages", "items"):
        if name not in data:
            reader.refuse("instrument", f"the setting '{name}' is missing.")
    head = dict.fromkeys(HEAD, "") | reader.values(HEAD, data, "instrument")
    rows = _rows(reader, data)
    tier = reader.one_of(data.get("tier"), WITH_WORDS, "tier")
    instrument = Instrument(
        **head,
        tier=Tier(tier or Tier.SHIP),
        languages=_languages(reader, data),
        items=read_items(reader, [_asked(row) for row in rows], {}, ""),
        stem=reader.wording(data["stem"], "stem") if "stem" in data else {},
        loinc=read_loinc(reader, data),
        follow_ups=_follow_ups(reader, rows),
        entry=read_entry(reader, data),
    )
    if not reader.problems:
        _check_words(reader, instrument)
        _check_items(reader, instrument)
    if reader.problems:
        raise DefinitionError(reader.problems_in(where))
    return instrument


def _languages(reader: Reader, data: Mapping[str, Any]) -> dict[str, Language]:
    languages = {}
    for name, row in reader.table(data.get("languages", {}), "languages").items():
        place = f"languages {name}"
        table = reader.table(row, place)
        reader.known_settings(table, ("status", "basis", "source"), place)
        status = reader.one_of(table.get("status"), tuple(Status), f"{place} status")
        languages[name] = Language(
            status=Status(status or Status.UNCONFIRMED),
            basis=reader.string(table.get("basis"), f"{place} basis"),
            source=reader.string(table.get("source"), f"{place} source"),
        )
    return languages


def read_loinc(reader: Reader, data: Mapping[str, Any]) -> dict[str, str]:
    """The codes of the panel, the total, the result, and of yes and no."""
    table = reader.table(data.get("loinc", {}), "loinc")
    reader.known_settings(table, LOINC_SETTINGS, "loinc")
    return {name: reader.string(code, f"loinc {name}") for name, code in table.items()}


def read_entry(reader: Reader, data: Mapping[str, Any]) -> Entry | None:
    """What staff may enter; None without the block."""
    if "entry" not in data:
        return None
    table = reader.table(data["entry"], "entry")
    reader.known_settings(table, tuple(ENTRY), "entry")
    if "hint" not in table:
        reader.refuse("entry", "the setting 'hint' is missing.")
    return Entry(**{"hint": {}, **reader.values(ENTRY, table, "entry")})


def _rows(reader: Reader, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The items, each completed by what the file says of all questions."""
    each = reader.table(data.get("each", {}), "each")
    rows = [
        dict(reader.table(row, f"item {number}"))
        for number, row in enumerate(reader.rows(data.get("items", []), "items"), 1)
    ]
    return [row if "type" in row else {**each, **row} for row in rows]


def _asked(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "follow_up"}


def _follow_ups(reader: Reader, rows: list[dict[str, Any]]) -> dict[str, Wording]:
    return {
        str(row.get("link_id")): reader.wording(row["follow_up"], "follow_up")
        for row in rows
        if "follow_up" in row
    }


def _check_words(reader: Reader, instrument: Instrument) -> None:
    """Every text has words in every language that the file names, and in no other."""
    for place, words in _texts(instrument):
        for language in instrument.languages:
            if language not in words:
                reader.refuse(place, f"the words in '{language}' are missing.")
        for language in words:
            if language not in instrument.languages:
                reader.refuse(place, f"the language '{language}' is not described.")


def _texts(instrument: Instrument) -> Iterator[tuple[str, Wording]]:
    if instrument.stem:
        yield "stem", instrument.stem
    for item in instrument.items:
        yield item.link_id, item.text
        for option in item.options:
            yield f"{item.link_id} option {option.code}", option.text
    yield from instrument.follow_ups.items()


def _check_items(reader: Reader, instrument: Instrument) -> None:
    """The items are those that are scored, in their order, with points from 0 up."""
    code = instrument.code
    if code not in INSTRUMENTS:
        reader.refuse("code", f"there is no scoring for '{code}'.")
        return
    asked = [item.link_id for item in instrument.items if item.asks]
    beside = BESIDE.get(code, ())
    if tuple(name for name in asked if name not in beside) != INSTRUMENTS[code].ITEMS:
        scored = ", ".join(INSTRUMENTS[code].ITEMS)
        reader.refuse("items", f"expected the items {scored} in this order.")
    for item in instrument.items:
        points = [option.ordinal for option in item.options]
        if item.type is ItemType.CHOICE and points != list(range(len(points) or 1)):
            reader.refuse(item.link_id, "the points of its options must count from 0.")


def _only(words: Wording, languages: tuple[str, ...]) -> dict[str, str]:
    return {name: text for name, text in words.items() if name in languages}


def _shown(item: Item, languages: tuple[str, ...]) -> Item:
    options = tuple(
        replace(option, text=_only(option.text, languages)) for option in item.options
    )
    text, advice = _only(item.text, languages), _only(item.help, languages)
    return replace(item, text=text, help=advice, options=options)
