"""The part of an article that shows a video."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class VideoBlock(blocks.StructBlock):
    """A video of the clinic's own; none of another site can be named."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=100,
        help_text=_("The question that the video answers."),
    )
    video = SnippetChooserBlock(
        "education.Video",
        label=_("Video"),
        help_text=_("Add it first under Videos, with captions and a picture."),
    )
    transcript = blocks.TextBlock(
        label=_("Every word, and what is seen"),
        help_text=_(
            "For whoever cannot see or hear it, and for paper. Name who speaks, and "
            "what is shown without a word."
        ),
    )

    class Meta:
        label = _("Video")
        icon = "media"
        label_format = "{heading}"
        description = _("A video that the clinic serves itself, with all its words.")
        template = "education/blocks/video.html"
