"""Files that people bring as evidence: what they are, told by what is in them.

A name or a type that a browser states is not looked at. Pictures are drawn anew, so
that nothing but the picture is kept: no place, no device, nothing hidden behind it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 60_000_000
PDF_HEAD = re.compile(rb"%PDF-[12]\.\d")
PDF_END = b"%%EOF"
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
QUALITY = 88  # of a JPEG; a paper stays readable


class Media(StrEnum):
    """What is kept, by its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"

    @property
    def ending(self) -> str:
        """The end of a file's name."""
        return {Media.PDF: "pdf", Media.JPEG: "jpg", Media.PNG: "png"}[self]


class Unfit(ValueError):
    """A file that is not taken; ``code`` says why.

    ``empty``, ``too_large``, ``heic``, ``kind`` (none of ours), ``broken`` (it begins
    like one and cannot be read).
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Clean:
    """What is kept of a file."""

    media: Media
    content: bytes


def cleaned(content: bytes, most: int) -> Clean:
    """What to keep of a file.

    Args:
        content: The file as it came.
        most: Bytes that a file may have.

    Raises:
        Unfit: it is not taken.
    """
    if not content:
        raise Unfit("empty")
    if len(content) > most:
        raise Unfit("too_large")
    if content.startswith(b"%PDF-"):
        return _document(content)
    if content.startswith(b"\xff\xd8\xff"):
        return Clean(Media.JPEG, _drawn(content, "JPEG"))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Clean(Media.PNG, _drawn(content, "PNG"))
    raise Unfit("heic" if _is_heic(content) else "kind")


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS


def _document(content: bytes) -> Clean:
    """A PDF from its first byte to its last; what follows its end makes it another."""
    ends = content.rstrip(b"\0\r\n\t ").endswith(PDF_END)
    if not (ends and PDF_HEAD.match(content)):
        raise Unfit("broken")
    return Clean(Media.PDF, content)


def _drawn(content: bytes, kind: str) -> bytes:
    """The picture alone, upright."""
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unfit("too_large")
            upright = ImageOps.exif_transpose(picture)
            return _encoded(upright, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as problem:
        if isinstance(problem, Unfit):
            raise
        raise Unfit("broken") from problem
    except Image.DecompressionBombError as problem:
        raise Unfit("too_large") from problem


def _encoded(picture: Image.Image, kind: str) -> bytes:
    plain = Image.new(*_like(picture, kind))
    plain.paste(picture.convert(plain.mode))
    out = BytesIO()
    plain.save(out, kind, quality=QUALITY, optimize=True)
    return out.getvalue()


def _like(picture: Image.Image, kind: str) -> tuple[str, tuple[int, int]]:
    """The mode of the new picture, which has no room for anything else."""
    grey = picture.mode in ("1", "L", "I;16")
    clear = kind == "PNG" and picture.has_transparency_data
    return ("RGBA" if clear else "L" if grey else "RGB"), picture.size
