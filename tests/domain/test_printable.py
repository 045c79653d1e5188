"""What the fonts of a printed sheet can show."""

import json

import pytest
import typst

from intake.domain.printable import BOX, PRINTABLE, printable, printable_all

PAGE = """
#set document(title: "Every character")
#set text(lang: "en", font: ("Libertinus Serif", "DejaVu Sans Mono"))
#json(bytes(sys.inputs.text))
"""


@pytest.mark.parametrize(
    "text",
    [
        "Ñandú Íñigo de la Peña, ¿qué?",
        "Nguyễn, Łukasz, Þóra, Çağlar",
        "Ελένη, Наталья",
        "<b>#strong[x]</b> $x^2$ \\ _a_ *b* `c` @d // e",
        "“quoted” – 5 € ½",
    ],
)
def test_people_are_called_by_their_names(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\N{SMILING FACE WITH OPEN MOUTH}b", f"a{BOX}b", id="emoji"),
        pytest.param("漢字", BOX * 2, id="letters without a font"),
        pytest.param("a\u202eb", f"a{BOX}b", id="turning the line around"),
        pytest.param("a\x00\x07b", f"a{BOX}{BOX}b", id="control characters"),
        pytest.param("a\n\tb  c", "a b c", id="lines"),
        pytest.param("n\u0303o", "ño", id="letter and accent"),
        pytest.param("x\u0303", f"x{BOX}", id="an accent without such a letter"),
    ],
)
def test_what_cannot_be_printed_is_a_box_and_never_left_out(text, expected):
    assert printable(text) == expected


def test_every_text_inside_data_is_looked_at():
    data = {"a": ["\u0007", {"b": "ok"}], "n": 1, "none": None}

    assert printable_all(data) == {"a": [BOX, {"b": "ok"}], "n": 1, "none": None}


def test_the_fonts_have_a_shape_for_every_character_that_is_let_through():
    text = " ".join(
        chr(code)
        for first, last in PRINTABLE
        for code in range(first, last + 1)
        if printable(chr(code)) == chr(code)
    )

    document = typst.compile(
        PAGE.encode(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"text": json.dumps(text)},
    )

    assert document.startswith(b"%PDF")
