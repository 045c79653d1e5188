"""Facts and sources that ship become records, which a clinic may change."""

import pytest
from django.db import InternalError, transaction

from intake.audit.models import Event
from intake.education.claims import models
from intake.education.claims.loading import load_records
from intake.education.claims.models import Claim, Source
from intake.education.outcomes import Outcome
from intake.education.shipped import read_claims, read_sources

pytestmark = pytest.mark.django_db
SHIPPED = models.shipped_claims()


@pytest.fixture
def newer(monkeypatch):
    """Call it with values: a later release in which RISK-02 has these."""

    def ship(**values):
        claims = {**SHIPPED, "RISK-02": {**SHIPPED["RISK-02"], **values}}
        monkeypatch.setattr(Claim, "shipped", staticmethod(lambda: claims))

    return ship


def test_everything_that_ships_is_a_record():
    assert set(Claim.objects.values_list("code", flat=True)) == read_claims().keys()
    assert set(Source.objects.values_list("code", flat=True)) == read_sources().keys()
    assert not Claim.objects.filter(latest_revision=None).exists()


def test_loading_again_changes_nothing():
    loaded = load_records()

    assert set(loaded.counts) == {Outcome.UNCHANGED}
    assert Event.objects.filter(action="portal.facts_loaded").exists()


def test_newer_words_replace_those_that_nobody_touched(newer, claim):
    newer(plain="Most people feel strange for a while.")

    loaded = load_records()

    assert loaded.counts[Outcome.UPDATED] == 1
    assert claim().plain == "Most people feel strange for a while."
    assert claim().changed_at is None


def test_a_newer_meaning_has_to_be_read_from_now_on(newer, claim):
    newer(plain="Fewer than we said.", changed_on=models.date(2026, 12, 1))

    load_records()

    assert claim().changed_at is not None


def test_what_the_clinic_changed_is_kept_and_told(newer, claim):
    Claim.objects.filter(code="RISK-02").update(plain="As we say it.")
    newer(plain="As the software says it now.")

    loaded = load_records()

    assert (loaded.kept, claim().plain) == (["RISK-02"], "As we say it.")
    assert "left as the clinic has them: RISK-02" in str(loaded)
    event = Event.objects.filter(action="portal.facts_loaded").latest("number")
    assert event.detail["left"] == ["RISK-02"]


def test_words_that_the_clinic_wrote_first_are_those_of_the_software(newer, claim):
    Claim.objects.filter(code="RISK-02").update(plain="The same.")
    newer(plain="The same.")

    assert load_records().kept == []
    assert not claim().is_changed_here


@pytest.mark.parametrize("change", ["delete", "code"])
def test_a_code_is_kept_for_good(change):
    fact = Claim.objects.filter(code="RISK-02")

    with pytest.raises(InternalError), transaction.atomic():
        fact.delete() if change == "delete" else fact.update(code="RISK-99")


def test_a_clinic_has_codes_of_its_own():
    assert (Claim.next_code(), Source.next_code()) == ("OWN-01", "OWN1")
