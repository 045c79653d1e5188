"""What a file is, told by its content; its name may say anything."""

import re
from collections.abc import Iterator

MP4, WEBM = "video/mp4", "video/webm"
MP4_BOX = b"ftyp"  # from the fifth byte on
WEBM_START, WEBM_NAME = b"\x1a\x45\xdf\xa3", b"webm"
WITHIN = 64  # bytes in which a WebM file names itself
CUE = re.compile(
    r"^(?:\d{2,}:)?\d{2}:\d{2}\.\d{3} --> (?:\d{2,}:)?\d{2}:\d{2}\.\d{3}", re.MULTILINE
)


def video_type(start: bytes) -> str:
    """The media type of a video that begins like this, or empty for anything else."""
    if start[4:8] == MP4_BOX:
        return MP4
    if start.startswith(WEBM_START) and WEBM_NAME in start[:WITHIN]:
        return WEBM
    return ""


def is_captions(content: bytes) -> bool:
    """Whether it is a WebVTT file with at least one caption."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    text = text.replace("\r\n", "\n")
    return bool(re.match(r"WEBVTT(?:[ \t\n]|\Z)", text) and CUE.search(text))


def pieces(file, start: int, length: int, size: int = 64 * 1024) -> Iterator[bytes]:
    """A part of a file, piece by piece; the file is closed in the end."""
    with file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(size, length))):
            length -= len(piece)
            yield piece
