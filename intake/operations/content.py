"""Loads what ships with the product: questionnaire, protocol, crisis record, portal."""

import tomllib
from collections.abc import Callable
from importlib import resources
from typing import Any

from django.db import transaction

from intake.education.claims.loading import load_records
from intake.education.loading import load_portal
from intake.patients.models import PrivacyNotice
from intake.practice.crisis_texts import shipped
from intake.practice.models import CrisisRecord, Location, Organisation
from intake.questionnaires.models import Version
from intake.questionnaires.publishing import load_questionnaire
from intake.questionnaires.taking import active_version
from intake.review.publishing import publish_protocol

CONTENT = resources.files("intake.content")


def read_toml(*path: str) -> dict[str, Any]:
    return tomllib.loads(CONTENT.joinpath(*path).read_text(encoding="utf-8"))


@transaction.atomic
def load_content(say: Callable[[str], None]) -> None:
    """Bring the database up to what ships. What a clinic changed is left alone."""
    Organisation.current()
    if not Location.objects.exists():
        Location.objects.create(name="Main site")
    _load_crisis_record(say)
    _load_privacy_notice(say)
    version = load_questionnaire(read_toml("questionnaires", "screening.toml"))
    say(f"questionnaire {_told(version)}")
    protocol = publish_protocol(
        read_toml("protocols", "ketamine.toml"), supplied_by=version.definition
    )
    say(f"protocol {protocol}")
    say(f"facts and sources: {load_records()}")
    say(f"portal: {load_portal()}")


def _told(version: Version) -> str:
    active = active_version(version.questionnaire.code)
    if active == version:
        return f"{version}"
    return f"{version} is stored; {active or 'none'} is open, as the clinic chose"


def _load_crisis_record(say: Callable[[str], None]) -> None:
    _record, new = CrisisRecord.objects.get_or_create(pk=1, defaults=shipped())
    if new:
        say("crisis record")


def _load_privacy_notice(say: Callable[[str], None]) -> None:
    if PrivacyNotice.objects.exists():
        return
    text = CONTENT.joinpath("privacy_notice.txt").read_text(encoding="utf-8")
    PrivacyNotice.objects.create(number=1, text=text)
    say("privacy notice 1")
