"""Files are told by what is in them."""

import pytest

from intake.education.video.content import is_captions, video_type

MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(20)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(20)
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.500\nPlease sit down.\n"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (MP4, "video/mp4"),
        (WEBM, "video/webm"),
        (b"<html><script>", ""),
        (b"\x1a\x45\xdf\xa3" + bytes(30), ""),
        (b"", ""),
    ],
)
def test_a_video_is_told_by_its_first_bytes(start, kind):
    assert video_type(start) == kind


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (CAPTIONS, True),
        (b"\xef\xbb\xbf" + CAPTIONS.replace(b"\n", b"\r\n"), True),
        (b"WEBVTT\n\nNo time here.\n", False),
        (b"1\n00:00:01,000 --> 00:00:02,000\nSRT\n", False),
        (b"\xff\xfe\x00", False),
    ],
)
def test_captions_are_webvtt_with_a_time(content, expected):
    assert is_captions(content) == expected
