"""Tables of an article, and the labels of how strong evidence is.

A row is read as a card where the page is narrow: its first cell is the title.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from .claims.models import Claim
from .measured import PREVIEW

EVIDENCE = dict(Claim.Evidence.choices)

# What each label means, for the list to which every label leads.
MEANINGS = {
    "approved": _(
        "The FDA, the US agency that checks drugs, has approved this use. It does not "
        "mean that it helps everyone, or that it has no harms."
    ),
    "good": _(
        "More than one study with a fair comparison found a benefit. They are often "
        "small or short. This use is not approved."
    ),
    "early": _(
        "Only a few, small studies have been done. It is too soon to say if it helps."
    ),
    "disagree": _(
        "Some studies found a benefit, others did not. Nobody can yet say who is right."
    ),
    "no_benefit": _("Studies were put together and showed no clear benefit."),
}
MOST_COLUMNS, MOST_ROWS = 5, 12


class EvidenceBlock(blocks.StructBlock):
    evidence = blocks.ChoiceBlock(
        label=_("Label"), choices=list(EVIDENCE.items()), required=False
    )
    note = blocks.TextBlock(label=_("In words"), required=False, rows=2)

    class Meta:
        label = _("Evidence")
        icon = "tag"
        template = "education/blocks/evidence.html"


class TableBlock(blocks.StructBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), max_length=100, help_text=_("What is set side by side.")
    )
    before = blocks.TextBlock(
        label=_("Before the table"),
        required=False,
        default="",
        help_text=_("How to read it, in a sentence or two."),
    )
    table = TypedTableBlock(
        [
            ("text", blocks.TextBlock(label=_("Text"), required=False, rows=2)),
            ("evidence", EvidenceBlock()),
        ],
        label=_("Table"),
        help_text=_(
            "The first column names each row. Two to five columns with a heading each, "
            "and a caption that says what the table shows. Few words in a cell."
        ),
    )
    after = blocks.TextBlock(label=_("After the table"), required=False, default="")

    class Meta:
        label = _("Table")
        icon = "table"
        label_format = "{heading}"
        description = _(
            "Choices or problems side by side, with labels of how strong the evidence "
            "is. On a phone, each row is a card."
        )
        template = "education/blocks/table.html"
        preview_template = PREVIEW
        preview_value = {
            "heading": "Two ways to have it",
            "before": "",
            "table": {
                "caption": "A drip and a spray",
                "columns": [
                    {"type": "text", "heading": "Form"},
                    {"type": "evidence", "heading": "Evidence"},
                ],
                "rows": [
                    {"values": ["Drip", {"evidence": "good", "note": "Off-label."}]},
                    {"values": ["Spray", {"evidence": "approved", "note": ""}]},
                ],
            },
            "after": "",
        }

    def clean(self, value):
        value = super().clean(value)
        if problem := _problem(value["table"]):
            error = ValidationError(problem)
            raise StructBlockValidationError(block_errors={"table": error})
        return value


def lines_of(table) -> list[str]:
    """Each row as a line: its name, then each cell behind the heading of its column."""
    headings = [column["heading"] for column in table.columns]
    lines = []
    for first, *others in ([cell_text(cell) for cell in row] for row in table.rows):
        cells = zip(headings[1:], others, strict=True)
        lines.append(". ".join([first, *(f"{name}: {text}" for name, text in cells)]))
    return [table.caption, *lines]


def cell_text(cell) -> str:
    """What readers read in a cell."""
    if cell.block.name != "evidence":
        return cell.value
    label = EVIDENCE.get(cell.value["evidence"], "")
    return " ".join(str(part) for part in (label, cell.value["note"]) if part)


def _problem(table):
    """Why it could not be read, or nothing."""
    if not 2 <= len(table.columns) <= MOST_COLUMNS:
        return _("A table has two to five columns.")
    if not 1 <= len(table.row_data) <= MOST_ROWS:
        return _("A table has one to twelve rows.")
    if not table.caption.strip():
        return _("Write a caption: people who cannot see the table choose by it.")
    if not all(column["heading"].strip() for column in table.columns):
        return _("Give each column a heading.")
    if table.columns[0]["block"].name != "text":
        return _("The first column is text: it names each row.")
    if not all(row[0].value.strip() for row in table.rows):
        return _("Give each row a name, in its first cell.")
    return None
