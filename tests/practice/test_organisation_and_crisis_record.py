"""What pages read of the organisation and of the crisis record."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from intake.practice.models import CrisisRecord, Organisation

RECORD = CrisisRecord(
    line_number="555-0",
    line_text_number="",
    emergency_number="+1 555 1",
    words={
        "en": {"line_name": "Night Line", "line_note": "Free.", "others": [{"who": 1}]},
        "es": {"line_name": "Línea de Noche", "others": []},
    },
    words_confirmed={"es": "2026-03-04T10:00:00+00:00"},
)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        pytest.param("America/New_York", 3, id="evening before in New York"),
        pytest.param("UTC", 4, id="night in Greenwich"),
        pytest.param("Asia/Tokyo", 4, id="morning in Tokyo"),
    ],
)
def test_today_is_the_date_at_the_clinic(zone, day):
    night = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)

    assert Organisation(time_zone=zone).today(night) == date(2026, 3, day)


@pytest.mark.django_db
def test_the_organisation_always_exists():
    Organisation.objects.all().delete()

    assert Organisation.current() == Organisation.current()
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "name", "note"),
    [
        ("en", "Night Line", "Free."),
        ("en-us", "Night Line", "Free."),
        ("es", "Línea de Noche", "Free."),
        ("fr", "Night Line", "Free."),
    ],
)
def test_words_follow_the_page_and_fall_back_to_english(language, name, note):
    with translation.override(language):
        assert (RECORD.line_name, RECORD.line_note) == (name, note)
        assert RECORD.others == [{"who": 1}]


def test_numbers_become_addresses_that_phones_understand():
    assert RECORD.line_call_uri == "tel:5550"
    assert RECORD.emergency_uri == "tel:+15551"
    assert RECORD.line_text_uri == ""


@pytest.mark.django_db
def test_the_last_record_read_stays_at_hand():
    CrisisRecord.objects.all().delete()
    CrisisRecord.objects.create(pk=1, line_number="5550", emergency_number="5551")

    CrisisRecord.current()

    assert CrisisRecord.last_read.line_number == "5550"
