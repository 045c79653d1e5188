"""A ZIP is made while it is sent."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from intake.rights.packing import Member, pack

AT = datetime(2026, 3, 14, 9, 26, 52, tzinfo=UTC)
TEXT = Member("index.html", b"Hello. " * 500, is_text=True)
FILE = Member("files/one.pdf", bytes(range(256)) * 40)


def opened(*members):
    return ZipFile(BytesIO(b"".join(pack(members, AT))))


def test_every_member_comes_out_as_it_went_in():
    archive = opened(TEXT, FILE)

    assert archive.testzip() is None
    assert archive.read("index.html") == TEXT.content
    assert archive.read("files/one.pdf") == FILE.content


def test_what_is_compressed_already_is_packed_as_it_is():
    text, file = opened(TEXT, FILE).infolist()

    assert (text.compress_type, file.compress_type) == (ZIP_DEFLATED, ZIP_STORED)
    assert text.compress_size < len(TEXT.content) / 10


def test_each_member_begins_with_its_length_so_that_old_programs_open_it():
    data_follows_later = 0x08

    for info in opened(TEXT, FILE).infolist():
        assert not info.flag_bits & data_follows_later


def test_only_one_member_is_held_at_a_time():
    given = []

    def members():
        for number in range(5):
            given.append(number)
            yield Member(f"files/{number}", bytes(100_000))

    for number, piece in enumerate(pack(members(), AT)):
        assert len(piece) < 101_000
        assert len(given) <= number + 1


def test_the_same_gives_the_same_bytes():
    assert list(pack([TEXT, FILE], AT)) == list(pack([TEXT, FILE], AT))
