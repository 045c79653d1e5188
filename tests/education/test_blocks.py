"""Blocks of an article: what editing keeps, what it refuses, how it is shown first."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from wagtail import blocks
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
        if not hasattr(value, "get"):
            value = block._image_to_struct_value(value)
        data = {}
        for name, child in block.child_blocks.items():
            data |= posted(child, value[name], f"{prefix}-{name}")
        return data
    return drawn(block, value, prefix)


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
    if hasattr(value, "items"):
        return {name: _plain(child) for name, child in value.items()}
    return value


def body_of(*children):
    return BODY.to_python([{"type": name, "value": value} for name, value in children])


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["P2", "P4", "T8", "T12", "T16"])
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
