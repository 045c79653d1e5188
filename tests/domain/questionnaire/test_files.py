"""What is read from the bytes of a file, and what is refused with a reason."""

import json
import zipfile
from io import BytesIO

import pytest

from intake.domain.questionnaire.definition import read_definition
from intake.domain.questionnaire.files import (
    DEEPEST,
    MOST_BYTES,
    Fault,
    Unreadable,
    read_bytes,
)
from intake.domain.questionnaire.shipped import FOLDER

from .builders import screening

SHIPPED = (FOLDER / "screening.toml").read_bytes()


def zipped():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("screening.toml", "code = 'x'")
    return packed.getvalue()


def test_toml_is_read():
    assert read_bytes(SHIPPED)["code"] == "screening"


def test_what_is_stored_is_read_back():
    stored = json.dumps(screening().to_data()).encode()

    assert read_definition(read_bytes(stored), {}) == screening()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbfcode = 'x'", id="mark of an editor"),
        pytest.param(b"code = 'x'\r\n", id="lines of Windows"),
        pytest.param(b'\n  {"code": "x"}\n', id="JSON after an empty line"),
    ],
)
def test_what_editors_add_is_no_matter(content):
    assert read_bytes(content) == {"code": "x"}


@pytest.mark.parametrize(
    ("content", "fault", "line"),
    [
        pytest.param(b"", Fault.EMPTY, None, id="nothing"),
        pytest.param(b" \n\t", Fault.EMPTY, None, id="blanks"),
        pytest.param(b"#" * (MOST_BYTES + 1), Fault.TOO_LARGE, None, id="large"),
        pytest.param(zipped(), Fault.PACKED, None, id="zip"),
        pytest.param("a='é'".encode("latin-1"), Fault.NOT_UTF_8, 1, id="latin"),
        pytest.param(b"a=1\nb='\xff'", Fault.NOT_UTF_8, 2, id="second line"),
        pytest.param("a=1".encode("utf-16"), Fault.NOT_UTF_8, 1, id="UTF-16"),
        pytest.param(b"\x89PNG\r\n", Fault.NOT_UTF_8, 1, id="picture"),
        pytest.param(b"a = 1\nb = ", Fault.NOT_TOML, 2, id="half a line"),
        pytest.param(b"a = 1\n\na = 2", Fault.NOT_TOML, 3, id="name twice"),
        pytest.param(b"just some words", Fault.NOT_TOML, 1, id="prose"),
        pytest.param(b"a = 'never closed", Fault.NOT_TOML, 1, id="no end"),
        pytest.param(b"[1, 2]", Fault.NOT_TOML, 1, id="a list"),
        pytest.param(b'{"a": 1,\n "b" 2}', Fault.NOT_JSON, 2, id="JSON without colon"),
        pytest.param(b'{"a": 1, "a": 2}', Fault.TWICE, None, id="JSON name twice"),
        pytest.param(b'{"a": NaN}', Fault.NUMBER, None, id="NaN"),
        pytest.param(b'{"a": -Infinity}', Fault.NUMBER, None, id="infinite"),
        pytest.param(b'{"a": 1e999}', Fault.NUMBER, None, id="beyond numbers"),
        pytest.param(b"a = nan", Fault.NUMBER, None, id="NaN in TOML"),
        pytest.param(b"a = inf", Fault.NUMBER, None, id="infinite in TOML"),
        pytest.param(b'{"a": 1' + b"0" * 30 + b"}", Fault.NUMBER, None, id="huge"),
        pytest.param(b'{"a": 1' + b"0" * 9999 + b"}", Fault.NUMBER, None, id="digits"),
        pytest.param(b"a = 1" + b"0" * 9999, Fault.NUMBER, None, id="digits in TOML"),
        pytest.param(b"a = 2026-01-01", Fault.DATE, None, id="date"),
        pytest.param(b"a = 12:30:00", Fault.DATE, None, id="time"),
        pytest.param(b'{"a": "\\u0000"}', Fault.CHARACTER, None, id="NUL"),
        pytest.param(b'{"a": "\\ud800"}', Fault.CHARACTER, None, id="half a sign"),
        pytest.param(b'{"\\u0007": 1}', Fault.CHARACTER, None, id="bell as a name"),
        pytest.param(b"[" * 200_000, Fault.NOT_TOML, 1, id="brackets"),
        pytest.param(b"a = " + b"[" * 200_000, Fault.TOO_DEEP, None, id="TOML bomb"),
        pytest.param(b'{"a":' * 100_000, Fault.TOO_DEEP, None, id="JSON bomb"),
        pytest.param(
            b"a." * 100_000 + b"a = 1", Fault.TOO_DEEP, 1, id="name of many parts"
        ),
        pytest.param(
            b'{"a": ' + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1) + b"}",
            Fault.TOO_DEEP,
            None,
            id="a little too deep",
        ),
    ],
)
def test_what_is_no_questionnaire_is_refused_with_a_reason(content, fault, line):
    with pytest.raises(Unreadable) as caught:
        read_bytes(content)

    assert caught.value.fault is fault
    if line is not None:
        assert caught.value.line == line


def test_words_may_have_lines_and_letters_of_every_language():
    content = 'text = "Línea 1\\nLinie 2\\tβ 漢 😀"'.encode()

    assert read_bytes(content)["text"] == "Línea 1\nLinie 2\tβ 漢 😀"
