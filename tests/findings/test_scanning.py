"""Files are held against ClamAV where there is one; one that is down lets none pass."""

import pytest

from intake.findings.scanning import Infected, ScannerDown, scan
from tests.factories.clamd import clamd
from tests.factories.files import EICAR, PDF


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMAV = ""

    assert scan(EICAR) is None


def test_a_clean_file_passes_whole(settings):
    content = PDF + b"x" * 200_000

    with clamd() as (address, given):
        settings.CLAMAV = address
        scan(content)

    assert given == [content]


def test_what_the_scanner_knows_is_refused(settings):
    with clamd() as (address, _given):
        settings.CLAMAV = address
        with pytest.raises(Infected):
            scan(PDF + EICAR)


@pytest.mark.parametrize(
    "answer",
    [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: broken\0"],
    ids=["nothing", "too-large", "nonsense"],
)
def test_an_answer_that_is_none_counts_as_down(settings, answer):
    with clamd(lambda _content: answer) as (address, _given):
        settings.CLAMAV = address
        with pytest.raises(ScannerDown):
            scan(PDF)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/no/such/socket"])
def test_a_scanner_that_is_not_there_counts_as_down(settings, address):
    settings.CLAMAV = address

    with pytest.raises(ScannerDown):
        scan(PDF)
