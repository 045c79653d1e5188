"""What an editor is told about a page, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from intake.education.models import ArticlePage
from intake.education.shipped import read_articles
from intake.practice.models import CrisisRecord


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


@pytest.mark.parametrize("code", [each.code for each in read_articles()])
def test_shipped_pages_give_nothing_to_remark_on_but_their_grade(article, code):
    remarks = article(code).remarks()

    assert len(remarks) == 1
    assert remarks[0].startswith("Reading grade")


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
