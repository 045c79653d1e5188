"""Scores that staff enter of an instrument that was asked elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.answer import Answer, from_data, to_data
from intake.domain.safety import Level, entered_level
from intake.domain.score_entry import EntryForm, causes, entry_forms
from intake.domain.scoring import DETAILS
from intake.domain.scoring.score import Score
from intake.patients import actions as patients
from intake.patients import vault
from intake.patients.identity import identity_of
from intake.patients.models import Patient
from intake.safety import actions as safety

from .actions.opening import held
from .concern import CALM
from .filled import Filled, filled
from .knowledge import safety_facts
from .models import Mode, Response, ScoreRecord
from .scores import open_score


class Given(models.TextChoices):
    """Where whoever enters a score has the answers from."""

    IN_PERSON = "in_person", _("Asked in person")
    PHONE = "phone", _("Asked by phone")
    PAPER = "paper", _("Filled in on paper")
    RECORD = "record", _("Taken from another record")


class NotSent(Exception):
    """The response is not sent, or was withdrawn: there is nothing to add to."""


class ImpossibleDay(ValueError):
    """The instrument cannot have been asked then: not yet, or before the birth."""


class ScoreChanged(Exception):
    """Somebody entered a score of this instrument, or corrected it, meanwhile."""


@dataclass(frozen=True)
class Entered:
    """What staff enter.

    ``language`` is the one in which it was asked. A correction names the record that it
    ``corrects`` and gives the ``reason``.
    """

    instrument: str
    answers: Mapping[str, Answer]
    given_on: date
    given: str
    language: str
    corrects: int | None = None
    reason: str = ""

    def to_data(self) -> dict[str, Any]:
        """What is sealed of it beside the score."""
        return {
            "answers": {name: to_data(said) for name, said in self.answers.items()},
            "given_on": self.given_on.isoformat(),
            "given": str(self.given),
            "corrects": self.corrects,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class EnteredScore:
    """A record of what staff entered, opened."""

    record: ScoreRecord
    data: Mapping[str, Any]

    @property
    def answers(self) -> dict[str, Answer]:
        return {name: from_data(said) for name, said in self.data["answers"].items()}

    @property
    def given_on(self) -> date:
        return date.fromisoformat(self.data["given_on"])

    def says(self, entered: Entered) -> bool:
        given = entered.to_data()
        same_words = self.record.language == entered.language
        return same_words and all(self.data[name] == given[name] for name in given)


def entered_scores(
    patient: Patient, response_ids: Iterable[UUID]
) -> list[EnteredScore]:
    """What staff entered for a response and those beneath it, the oldest first."""
    records = ScoreRecord.objects.filter(response__in=list(response_ids))
    entered = records.exclude(entered_by=None).select_related("entered_by")
    return [
        EnteredScore(record, open_score(record, patient))
        for record in entered.order_by("pk")
    ]


def revision_of(now: Filled, instrument: str) -> int:
    """The latest record that staff made of an instrument; 0 when there is none."""
    entered = ScoreRecord.objects.filter(response__in=_ids(now), instrument=instrument)
    latest = entered.exclude(entered_by=None).order_by("-pk")
    return latest.values_list("pk", flat=True).first() or 0


@audit.recorded
def enter_score(
    *, response: Response, entered: Entered, seen: int, by: User
) -> ScoreRecord:
    """Score what staff enter, store it, and raise an alert where it says so.

    Args:
        response: The sent response of the patient that the score belongs to.
        entered: What was asked, when and how.
        seen: The revision of the instrument's scores that was looked at.
        by: Who enters it.

    Returns:
        The new record, or the one there is when the same is sent twice.

    Raises:
        NotSent: the response is not there to be added to.
        KeyError: the instrument cannot be entered.
        OffScale, NotStated: the answers are not those of the instrument.
        ImpossibleDay: it cannot have been asked on that day.
        ScoreChanged: another score was entered, or this one corrected, meanwhile.
    """
    # The patient first, as whoever sends a response on top of this one does.
    patients.hold(response.patient)
    response = held(Response.objects.all()).get(pk=response.pk)
    if response.completed_at is None:
        raise NotSent
    now = filled(response)
    if seen != (latest := revision_of(now, entered.instrument)):
        return _repeated(now, entered, latest, by)
    form = entry_forms()[entered.instrument]
    score = form.score(entered.answers)
    _check_day(now, entered.given_on)
    _check_correction(now, entered)
    record = _store(now, entered, form, score, by)
    audit.record(
        "score.entered" if entered.corrects is None else "score.corrected",
        by=by,
        subject=record,
        patient=response.patient,
        instrument=form.code,
    )
    _note_level(now, entered, record, by)
    return record


def _ids(now: Filled) -> tuple[UUID, ...]:
    return (now.response.pk, *now.earlier_ids)


def _repeated(now: Filled, entered: Entered, latest: int, by: User) -> ScoreRecord:
    """The latest record, if it is this one: a form that was sent twice."""
    for found in entered_scores(now.response.patient, _ids(now)):
        is_latest = found.record.pk == latest
        if is_latest and found.record.entered_by == by and found.says(entered):
            return found.record
    raise ScoreChanged


def _check_day(now: Filled, day: date) -> None:
    identity = identity_of(now.response.patient)
    if day > now.organisation.today() or (identity and day < identity.born_on):
        raise ImpossibleDay


def _check_correction(now: Filled, entered: Entered) -> None:
    """What is corrected is there, and nobody has corrected it before."""
    if entered.corrects is None:
        return
    found = entered_scores(now.response.patient, _ids(now))
    same = [one for one in found if one.record.instrument == entered.instrument]
    there = {one.record.pk for one in same} - {one.data["corrects"] for one in same}
    if entered.corrects not in there:
        raise ScoreChanged


def _store(
    now: Filled, entered: Entered, form: EntryForm, score: Score, by: User
) -> ScoreRecord:
    response = now.response
    details = DETAILS.get(form.code)
    data = asdict(score) | entered.to_data()
    data["details"] = details(entered.answers) if details else {}
    data["version"] = form.version
    record = ScoreRecord(
        response=response,
        instrument=form.code,
        wording_digest=form.digest,
        language=entered.language,
        mode=Mode.STAFF,
        entered_by=by,
    )
    return vault.add(record, response.patient, sealed=data)


def _note_level(
    now: Filled, entered: Entered, record: ScoreRecord, by: User
) -> safety.Noted | None:
    facts = safety_facts(now, finished=True)
    known = CALM | {name: fact.answer for name, fact in facts.items()}
    level = entered_level(entered.instrument, entered.answers, known)
    if level == Level.NONE:
        return None
    concern = safety.Concern(
        level=level,
        link_ids=causes(entered.instrument, entered.answers),
        source_id=now.response.pk,
        answers={f"score {record.pk}": entered.to_data()["answers"]},
        adds=True,
    )
    return safety.note_level(patient=now.response.patient, concern=concern, by=by)
