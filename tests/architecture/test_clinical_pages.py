"""The pages of the instruments that have no words say what their files say."""

import pytest

from intake.domain.skeletons import load_skeletons
from tests.architecture.documents import DOCS, table_after, text

CODES = sorted(load_skeletons())


def takes(item):
    return "yes, no" if item.most is None else f"0 to {item.most}"


@pytest.mark.parametrize("code", CODES)
def test_an_instrument_without_words_has_a_page_with_its_concepts(code):
    rows = table_after(f"items: {code}", text(DOCS / "clinical" / f"{code}.md"))

    assert rows == [
        {
            "id": item.link_id,
            "concept, in our words": item.label["en"],
            "takes": takes(item),
            "LOINC": item.loinc or "–",
        }
        for item in load_skeletons()[code].items
    ]


@pytest.mark.parametrize("code", CODES)
def test_its_page_says_that_the_wording_is_left_out(code):
    page = " ".join(text(DOCS / "clinical" / f"{code}.md").split())

    assert "**The wording is not part of this software.**" in page
    assert "*Not signed off" in page


@pytest.mark.parametrize("code", CODES)
def test_the_list_of_clinical_pages_names_it(code):
    assert f"({code}.md)" in text(DOCS / "clinical" / "README.md")
