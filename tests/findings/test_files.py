"""What a file is, told by what is in it; what is kept of it."""

from io import BytesIO

import pytest
from PIL import Image

from intake.findings.files import Media, Unfit, cleaned
from tests.factories.files import EICAR, HEIC, HIDDEN, PDF, photo, picture

MOST = 1_000_000


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (PDF, Media.PDF),
        (PDF + b"\r\n\0 ", Media.PDF),
        (picture("PNG"), Media.PNG),
        (picture("PNG", "RGBA"), Media.PNG),
        (picture("PNG", "P"), Media.PNG),
        (picture("PNG", "1"), Media.PNG),
        (picture("PNG", "LA"), Media.PNG),
        (picture("JPEG"), Media.JPEG),
        (picture("JPEG", "L"), Media.JPEG),
        (picture("JPEG", "CMYK"), Media.JPEG),
    ],
    ids=[
        "pdf",
        "padded-pdf",
        "png",
        "clear",
        "palette",
        "bits",
        "grey-clear",
        "jpeg",
        "grey",
        "cmyk",
    ],
)
def test_a_kind_is_told_by_its_content(content, media):
    kept = cleaned(content, MOST)

    assert kept.media is media
    if media is not Media.PDF:
        assert opened(kept.content).size == (40, 20)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.4" + b"x" * MOST, "too_large"),
        (HEIC, "heic"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b"PK\x03\x04 a document", "kind"),
        (b"GIF89a", "kind"),
        (EICAR, "kind"),
        (b" " + PDF, "kind"),
        (b"%PDF-9.9\n%%EOF", "broken"),
        (b"%PDF-1.4\nno end", "broken"),
        (PDF + b"<script>alert(1)</script>", "broken"),
        (PDF + b"PK\x05\x06" + b"\0" * 18, "broken"),
        (picture("PNG")[:40], "broken"),
        (b"\xff\xd8\xff" + PDF, "broken"),
        (b"\x89PNG\r\n\x1a\n<script>", "broken"),
        (picture("JPEG")[:200], "broken"),
    ],
    ids=[
        "empty",
        "large",
        "heic",
        "html",
        "zip",
        "gif",
        "eicar",
        "pdf-later",
        "no-such-pdf",
        "pdf-cut",
        "pdf-with-html",
        "pdf-with-zip",
        "png-cut",
        "pdf-behind-jpeg",
        "html-behind-png",
        "jpeg-cut",
    ],
)
def test_what_is_none_of_ours_or_cannot_be_read_is_not_taken(content, code):
    with pytest.raises(Unfit) as refused:
        cleaned(content, MOST)

    assert refused.value.code == code


def test_a_photo_is_turned_upright_and_keeps_no_word_of_place_or_device():
    kept = cleaned(photo(), MOST)

    assert opened(kept.content).size == (20, 40)
    assert not opened(kept.content).getexif()
    assert b"Pat" not in kept.content


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_hides_behind_a_picture_is_gone(kind):
    kept = cleaned(picture(kind) + HIDDEN, MOST)

    assert HIDDEN not in kept.content


def test_a_picture_that_would_fill_the_memory_is_not_drawn():
    large = BytesIO()
    Image.new("1", (12_000, 6_000)).save(large, "PNG")

    with pytest.raises(Unfit) as refused:
        cleaned(large.getvalue(), MOST)

    assert refused.value.code == "too_large"


def test_a_document_is_kept_byte_for_byte():
    assert cleaned(PDF, MOST).content == PDF
