"""Blocks of an article: what editing keeps, what it refuses, how it is shown first."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import RichText

from intake.education.blocks import ArticleBody
from intake.education.models import ArticlePage
from intake.education.shipped import read_articles

BODY = ArticleBody()
BODY.set_name("body")
KEY = re.compile(r' data-block-key="[^"]*"')
SECTION = {"heading": "Can I drive?", "text": "<p>No.</p>"}
CARD = {"urgency": "today", "text": "<ul><li>you feel unwell</li></ul>"}


def posted(block, value, prefix):
    """What the editor's form sends for a value that it was given and left alone."""
    if isinstance(block, blocks.StreamBlock):
        data = {f"{prefix}-count": str(len(value))}
        for number, child in enumerate(value):
            at = f"{prefix}-{number}"
            data |= {f"{at}-type": child.block_type, f"{at}-order": str(number)}
            data |= {f"{at}-deleted": "", f"{at}-id": child.id or ""}
            data |= posted(child.block, child.value, f"{at}-value")
        return data
    if isinstance(block, blocks.ListBlock):
        data = {f"{prefix}-count": str(len(value))}
        for number, child in enumerate(value.bound_blocks):
            at = f"{prefix}-{number}"
            data |= {f"{at}-order": str(number), f"{at}-deleted": "", f"{at}-id": ""}
            data |= posted(block.child_block, child.value, f"{at}-value")
        return data
    if isinstance(block, blocks.StructBlock):
        return posted_struct(block, value, prefix)
    if isinstance(block, TypedTableBlock):
        return posted_table(block, value, prefix)
    return drawn(block, value, prefix)


def posted_struct(block, value, prefix):
    if not hasattr(value, "get"):
        value = block._image_to_struct_value(value)
    data = {}
    for name, child in block.child_blocks.items():
        data |= posted(child, value[name], f"{prefix}-{name}")
    return data


def posted_table(block, table, prefix):
    data = {f"{prefix}-caption": table.caption}
    data |= {f"{prefix}-column-count": str(len(table.columns))}
    for number, column in enumerate(table.columns):
        at = f"{prefix}-column-{number}"
        data |= {f"{at}-type": column["block"].name, f"{at}-order": str(number)}
        data |= {f"{at}-deleted": "", f"{at}-heading": column["heading"]}
    data |= {f"{prefix}-row-count": str(len(table.row_data))}
    for number, row in enumerate(table.rows):
        at = f"{prefix}-row-{number}"
        data |= {f"{at}-order": str(number), f"{at}-deleted": ""}
        for place, cell in enumerate(row):
            data |= posted(cell.block, cell.value, f"{prefix}-cell-{number}-{place}")
    return data


def drawn(block, value, prefix):
    if isinstance(block, blocks.BooleanBlock):
        return {prefix: "on"} if value else {}
    shown = block.value_for_form(value)
    if isinstance(block, blocks.ChooserBlock):
        return {prefix: str(value.pk)}
    shown = block.field.widget.format_value(shown)
    shown = shown[0] if isinstance(shown, list) else shown
    return {prefix: "" if shown is None else str(shown)}


def edited(body):
    """The body after an editor opened and saved it."""
    data = posted(BODY, body, "body")
    files = MultiValueDict()
    return BODY.clean(BODY.value_from_datadict(data, files, "body"))


def words(body):
    """The content of a body, without the random ids of blocks and paragraphs."""
    return KEY.sub("", str([_plain(child.value) for child in body]))


def _plain(value):
    if isinstance(value, RichText):
        return value.source
    if isinstance(value, blocks.list_block.ListValue):
        return [_plain(child) for child in value]
    if isinstance(value, TypedTable):
        return BODY.child_blocks["table"].child_blocks["table"].get_prep_value(value)
    if hasattr(value, "items"):
        return {name: _plain(child) for name, child in value.items()}
    return value


def body_of(*children):
    return BODY.to_python([{"type": name, "value": value} for name, value in children])


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["P2", "P4", "T3", "T8", "T11", "T12", "T16"])
def test_a_shipped_body_survives_being_edited(code):
    article = next(each for each in read_articles() if each.code == code)
    body = BODY.to_python(article.fields()["body"])

    after = edited(body)

    assert words(after) == words(body)


@pytest.mark.django_db
def test_a_picture_survives_being_edited():
    image = get_image_model().objects.create(title="A", file=get_test_image_file())
    picture = {"image": image.pk, "alt_text": "A drip stand.", "decorative": False}
    value = {"image": picture, "caption": "A room.", "credit": "Our clinic."}

    after = edited(body_of(("figure", value)))

    figure = after[0].value
    assert figure["image"].pk == image.pk
    assert figure["image"].contextual_alt_text == "A drip stand."
    assert figure["credit"] == "Our clinic."


@pytest.mark.django_db
def test_a_picture_needs_words_for_those_who_cannot_see_it():
    image = get_image_model().objects.create(title="A", file=get_test_image_file())
    picture = {"image": image.pk, "alt_text": "", "decorative": False}
    value = {"image": picture, "caption": "", "credit": "Our clinic."}

    with pytest.raises(ValidationError):
        edited(body_of(("figure", value)))


@pytest.mark.parametrize(
    ("children", "advice"),
    [
        pytest.param(
            [("section", SECTION), ("section", SECTION)],
            "Two parts have the same heading",
            id="a heading twice",
        ),
        pytest.param(
            [("care_card", CARD), ("section", SECTION), ("care_card", CARD)],
            "Use each kind of care card once",
            id="a card twice",
        ),
    ],
)
def test_a_body_that_would_confuse_is_refused(children, advice):
    with pytest.raises(ValidationError) as refusal:
        BODY.clean(body_of(*children))

    assert advice in str(refusal.value.as_json_data())


def test_a_number_has_its_comparison():
    block = BODY.child_blocks["comparison"].child_blocks["rows"].child_block
    row = block.to_python({"result": "Much better", "treated": 27, "compared": None})

    with pytest.raises(ValidationError):
        block.clean(row)


def test_a_harm_may_be_a_range_but_never_backwards():
    block = BODY.child_blocks["harms"].child_blocks["rows"].child_block
    row = {"result": "Felt drowsy", "least": 48, "most": 61, "compared": None}

    assert block.clean(block.to_python(row))["most"] == 61
    with pytest.raises(ValidationError):
        block.clean(block.to_python({**row, "most": 40}))


def table_with(**changes):
    block = BODY.child_blocks["table"]
    shown = block.meta.preview_value["table"] | changes
    return block, block.to_python(block.meta.preview_value | {"table": shown})


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"caption": " "}, id="no caption"),
        pytest.param({"rows": []}, id="no row"),
        pytest.param({"columns": [], "rows": []}, id="no column"),
        pytest.param(
            {"rows": [{"values": ["", {"evidence": "good", "note": ""}]}]},
            id="a row without a name",
        ),
    ],
)
def test_a_table_that_cannot_be_read_aloud_is_refused(changes):
    block, value = table_with(**changes)

    with pytest.raises(ValidationError):
        block.clean(value)


def test_a_cell_is_read_with_its_heading_and_leads_to_its_label():
    block, value = table_with()
    drawn_table = BeautifulSoup(block.render(value), "html.parser")

    assert drawn_table.caption.text == "A drip and a spray"
    assert [th["scope"] for th in drawn_table.select("th")] == ["col"] * 2 + ["row"] * 2
    cell = drawn_table.select_one("tbody td")
    assert (cell["data-label"], cell["role"]) == ("Evidence", "cell")
    assert cell.a["href"].endswith("/sources/#evidence-good")


@pytest.mark.parametrize("name", BODY.child_blocks)
def test_every_block_tells_editors_what_it_is_for(name):
    block = BODY.child_blocks[name]

    assert block.get_description()
    fields = [*block.child_blocks.values()]
    assert all(field.label for field in fields)


@pytest.mark.parametrize(
    "name",
    [name for name in BODY.child_blocks if BODY.child_blocks[name].is_previewable],
)
def test_a_block_can_be_seen_before_it_is_chosen(client, editor, name):
    client.force_login(editor)
    block = ArticlePage.body.field.stream_block.child_blocks[name]

    response = client.get("/cms/block-preview/", {"id": block.definition_prefix})

    assert response.status_code == 200
    assert "<main" in response.text
    assert response.headers["Content-Security-Policy"]


def test_only_pictures_and_videos_have_no_preview():
    without = [n for n, block in BODY.child_blocks.items() if not block.is_previewable]

    assert without == ["figure", "video"]
