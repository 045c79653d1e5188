"""What an editor is told about a page, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from intake.education.models import ArticlePage
from intake.education.shipped import read_articles
from intake.practice.models import CrisisRecord
from tests.education.test_shipped_texts import OWN_NUMBERS


@pytest.fixture
def saying(article):
    """Call it with rich text: the page whose first section says that."""

    def page(text, code="T12"):
        page = article(code)
        body = list(page.body.get_prep_value())
        place = next(i for i, b in enumerate(body) if b["type"] == "section")
        body[place]["value"]["text"] = text
        page.body = page.body.stream_block.to_python(body)
        return page

    return page


def refused(page) -> str:
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        pytest.param("<p>He committed suicide.</p>", "died by suicide", id="harm"),
        pytest.param(
            '<p><a href="https://x.example/?utm_source=a">x</a></p>',
            "tracks readers",
            id="tracker",
        ),
        pytest.param(
            '<p><a href="javascript:alert(1)">x</a></p>',
            "no kind that we know",
            id="script",
        ),
        pytest.param(
            '<p><a linktype="page" id="999999">x</a></p>',
            "not there",
            id="dead link",
        ),
    ],
)
def test_what_harms_is_refused_with_what_to_do(saying, text, advice):
    assert advice in refused(saying(text))


def test_the_number_of_the_line_is_refused_in_a_text(saying):
    CrisisRecord.objects.update_or_create(
        pk=1, defaults={"line_number": "555", "emergency_number": "557"}
    )

    assert "instead of 555" in refused(saying("<p>Call 555 now.</p>"))
    saying("<p>One study had 5557 people.</p>").full_clean()


def test_a_link_to_a_page_that_is_there_may_stand(saying, article):
    target = article("T1").pk

    saying(f'<p><a linktype="page" id="{target}">x</a></p>').full_clean()


def test_a_link_to_a_page_that_was_taken_down_is_refused(saying, article):
    target = article("T1")
    target.unpublish()

    text = f'<p><a linktype="page" id="{target.pk}">x</a></p>'
    assert "not there" in refused(saying(text))


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("<p>It is a breakthrough.</p>", "advertising"),
        ("<p>Take 0.5 mg/kg.</p>", "doses"),
        (f"<p>{'word ' * 40}.</p>", "long sentence"),
    ],
)
def test_what_misleads_is_remarked_on_and_may_be_saved(saying, text, remark):
    page = saying(text)

    assert any(remark in each for each in page.remarks())
    page.full_clean()


def test_a_fact_that_is_not_in_the_list_is_remarked_on(article):
    page = article("T12")
    page.claims = ["RISK-99"]

    assert "RISK-99 is not in the list of facts." in page.remarks()


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("<p>It helps 27 in 100.</p>", "“27 in 100” stands alone"),
        ("<p>About 40 percent felt it.</p>", "“40 percent” stands alone"),
        ("<p>It lasts 77 days.</p>", "77 stands in none of its facts"),
    ],
)
def test_a_number_has_its_fact_and_a_rate_its_comparison(saying, text, remark):
    assert any(each.startswith(remark) for each in saying(text).remarks())


def test_a_rate_beside_its_comparison_is_not_remarked_on(saying):
    text = "<p>It helps 27 in 100, compared with 9 in 100 on placebo.</p>"

    assert not any("stands alone" in each for each in saying(text).remarks())


@pytest.mark.parametrize(("code", "arm"), [("T1", "treated"), ("T11", "least")])
def test_numbers_of_a_figure_are_those_of_its_facts(article, code, arm):
    page = article(code)
    assert not any("stands in none" in each for each in page.remarks())
    body = list(page.body.get_prep_value())
    rows = next(r for b in body if arm in (r := _first_row(b)))
    rows[arm] = 96
    page.body = page.body.stream_block.to_python(body)

    remarks = page.remarks()

    assert "96 stands in none of its facts: choose the one that says it." in remarks


def _first_row(block) -> dict:
    rows = block["value"].get("rows") if isinstance(block["value"], dict) else None
    return rows[0]["value"] if rows else {}


@pytest.mark.parametrize("code", [each.code for each in read_articles()])
def test_shipped_pages_give_nothing_to_remark_on_but_their_grade(article, code):
    remarks = article(code).remarks()

    assert remarks[0].startswith("Reading grade")
    own = OWN_NUMBERS.get(code, set())
    assert {remark.split()[0] for remark in remarks[1:]} <= own


def test_remarks_stand_beside_the_page(client, editor, article):
    page = article("T12")
    page.summary = "A breakthrough."
    page.save_revision()
    client.force_login(editor)

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert "sounds like advertising" in html


@pytest.mark.parametrize(
    "pasted",
    [
        '<script src="https://x.example/a.js"></script>',
        '<iframe src="https://x.example/"></iframe>',
        '<img src="https://x.example/pixel.gif">',
        '<p onclick="alert(1)">x</p>',
    ],
)
def test_nothing_foreign_can_be_pasted(pasted):
    block = ArticlePage.body.field.stream_block.child_blocks["section"]
    field = block.child_blocks["text"].field.widget

    kept = field.value_from_datadict({"x": _as_editor_saves(field, pasted)}, {}, "x")

    assert "x.example" not in kept
    assert "onclick" not in kept


def _as_editor_saves(widget, html):
    return widget.format_value(html)


def test_a_word_that_leads_to_no_article_is_remarked_on(article):
    page = article("P4")
    body = list(page.body.get_prep_value())
    body[0]["value"]["words"][0]["value"]["article"] = "T99"
    page.body = page.body.stream_block.to_python(body)

    assert [text for text in page.remarks() if "T99" in text]
    assert not [text for text in article("P4").remarks() if "leads to" in text]
