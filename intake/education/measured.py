"""Blocks of an article that hold what was counted."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

PREVIEW = "education/block_preview.html"


class InHundredBlock(blocks.StructBlock):
    result = blocks.CharBlock(
        label=_("What happened"), help_text=_("As 'much better' or 'felt sick'.")
    )
    treated = blocks.IntegerBlock(
        label=_("In 100 with the treatment"), min_value=0, max_value=100
    )
    compared = blocks.IntegerBlock(
        label=_("In 100 with the comparison"), min_value=0, max_value=100
    )

    class Meta:
        label = _("Result")
        label_format = "{result}"


class MeasuredBlock(blocks.StructBlock):
    """Whom somebody studied and when, what was compared, and how sure that is.

    Its heirs add the rows, and say what an editor should think of.
    """

    heading = blocks.CharBlock(
        label=_("Heading"), max_length=100, help_text=_("What the numbers are about.")
    )
    people = blocks.CharBlock(
        label=_("Who was studied"), help_text=_("As 'adults with depression'.")
    )
    time = blocks.CharBlock(label=_("When it was measured"))
    treatment = blocks.CharBlock(label=_("Name of the treatment"))
    comparison = blocks.CharBlock(
        label=_("Name of the comparison"), help_text=_("As 'a dummy spray'.")
    )
    rows = blocks.ListBlock(blocks.StructBlock())  # each kind has its own
    caution = blocks.TextBlock(label=_("How sure we are"))

    class Meta:
        icon = "table"
        label_format = "{heading}"
        preview_template = PREVIEW


class ComparisonBlock(MeasuredBlock):
    time = blocks.CharBlock(
        label=_("When it was measured"), help_text=_("As 'one day after one dose'.")
    )
    rows = blocks.ListBlock(InHundredBlock(), label=_("Results"), min_num=1, max_num=6)
    caution = blocks.TextBlock(
        label=_("How sure we are"),
        help_text=_("The quality of the evidence, and what the numbers leave out."),
    )

    class Meta:
        label = _("Numbers")
        description = _("Results as 'in 100', always beside those of the comparison.")
        template = "education/blocks/comparison.html"
        preview_value = {
            "heading": "How many felt better?",
            "people": "adults with depression",
            "time": "four weeks after the start",
            "treatment": "The treatment",
            "comparison": "A dummy treatment",
            "rows": [{"result": "Much better", "treated": 23, "compared": 8}],
            "caution": "One study; others found a smaller difference.",
        }


class HarmBlock(blocks.StructBlock):
    result = blocks.CharBlock(
        label=_("What happened"), help_text=_("As 'felt drowsy' or 'passed out'.")
    )
    least = blocks.IntegerBlock(
        label=_("In 100 with the treatment"), min_value=0, max_value=100
    )
    most = blocks.IntegerBlock(
        label=_("Up to"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Where studies differ. From 0 up to 1 reads 'fewer than 1'."),
    )
    compared = blocks.IntegerBlock(
        label=_("In 100 with the comparison"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Leave it empty only where no source says it; the page says so."),
    )

    class Meta:
        label = _("Harm")
        label_format = "{result}"

    def clean(self, value):
        value = super().clean(value)
        if value["most"] is not None and value["most"] <= value["least"]:
            problem = ValidationError(_("This has to be more than the number before."))
            raise StructBlockValidationError(block_errors={"most": problem})
        return value


class HarmsBlock(MeasuredBlock):
    time = blocks.CharBlock(
        label=_("When it was measured"), help_text=_("As 'on the day of a dose'.")
    )
    rows = blocks.ListBlock(HarmBlock(), label=_("Harms"), min_num=1, max_num=6)
    caution = blocks.TextBlock(
        label=_("How sure we are"),
        help_text=_("How well it was counted, and what the numbers leave out."),
    )

    class Meta:
        label = _("Harms in numbers")
        description = _(
            "Harms as 'in 100', in the same measure as the benefits. Put it next to "
            "them."
        )
        template = "education/blocks/harms.html"
        preview_value = {
            "heading": "How many felt drowsy?",
            "people": "adults with depression",
            "time": "on the day of a dose",
            "treatment": "The treatment",
            "comparison": "A dummy treatment",
            "rows": [
                {"result": "Felt drowsy", "least": 48, "most": 61, "compared": None}
            ],
            "caution": "Studies differ. Most effects passed the same day.",
        }
