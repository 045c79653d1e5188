"""What an article of the portal is made of.

Each block has a template of its name, a description and, where it needs no picture, a
preview. Texts are in the clinic's own words; numbers for a crisis are never written
into a text but drawn from the clinic's crisis record.
"""

from collections import Counter
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.images.blocks import ImageBlock

from .clinic_words import ClinicWordsBlock
from .measured import PREVIEW, ComparisonBlock, HarmsBlock
from .tables import TableBlock
from .video.block import VideoBlock

TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link"]

DRAWINGS = [
    ("visit", _("A visit, step by step")),
    ("how_long", _("How long effects last")),
    ("one_idea", _("One idea of how it works")),
]


class SectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=100,
        help_text=_("The question a reader would ask, in their words."),
    )
    text = blocks.RichTextBlock(
        label=_("Text"),
        features=TEXT_FEATURES,
        help_text=_(
            "One thing, in at most 120 words. Short sentences, 'you' and 'we', no "
            "doses. Write 'the crisis line' instead of its number."
        ),
    )

    class Meta:
        label = _("Section")
        icon = "title"
        label_format = "{heading}"
        description = _("A question as a heading, and the answer in a few sentences.")
        template = "education/blocks/section.html"
        preview_template = PREVIEW
        preview_value = {
            "heading": "Can I drive home?",
            "text": "<p>No. Please have an adult take you home.</p>",
        }


class ListingBlock(blocks.StructBlock):
    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=100,
        help_text=_("The question that the list answers."),
    )
    before = blocks.TextBlock(
        label=_("Before the list"),
        required=False,
        help_text=_("One sentence that says what the list holds."),
    )
    numbered = blocks.BooleanBlock(
        label=_("Numbered"),
        required=False,
        default=False,
        help_text=_("For steps that follow each other."),
    )
    points = blocks.ListBlock(
        blocks.TextBlock(label=_("Point")), label=_("Points"), min_num=2, max_num=10
    )
    after = blocks.TextBlock(
        label=_("After the list"),
        required=False,
        help_text=_("What to do about it, in a sentence or two."),
    )

    class Meta:
        label = _("List")
        icon = "list-ul"
        label_format = "{heading}"
        description = _("Two to ten points, or steps in their order.")
        template = "education/blocks/listing.html"
        preview_template = PREVIEW
        preview_value = {
            "heading": "What should I bring?",
            "before": "Please bring:",
            "numbered": False,
            "points": ["a list of your medicines", "the name of who takes you home"],
            "after": "",
        }


class CareCardBlock(blocks.StructBlock):
    urgency = blocks.ChoiceBlock(
        label=_("How soon"),
        choices=[
            ("ask", _("Ask us: it can wait")),
            ("today", _("Call us today: urgent")),
            ("emergency", _("Call the emergency number: life may be in danger")),
        ],
        help_text=_("The numbers come from the clinic's settings."),
    )
    text = blocks.RichTextBlock(
        label=_("When"),
        features=["ul", "bold"],
        help_text=_("The signs, as a list, without fear. At most six."),
    )

    class Meta:
        label = _("Care card")
        icon = "warning"
        label_format = "{urgency}"
        description = _(
            "When to ask, to call today, or to call the emergency number. At most one "
            "of each on a page, and a heading after the last."
        )
        template = "education/blocks/care_card.html"
        preview_template = PREVIEW
        preview_value = {
            "urgency": "today",
            "text": "<ul><li>you feel unwell after a visit</li></ul>",
        }


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(
        label=_("Picture"),
        help_text=_(
            "Only where it explains. The alternative text gives the same facts to "
            "people who cannot see it."
        ),
    )
    caption = blocks.TextBlock(label=_("Caption"), required=False)
    credit = blocks.CharBlock(
        label=_("Source and license"),
        help_text=_("Whose picture it is, and under which license it is shown."),
    )

    class Meta:
        label = _("Picture")
        icon = "image"
        label_format = "{caption}"
        description = _("A picture that explains, with its words and its source.")
        template = "education/blocks/figure.html"


class DrawingBlock(blocks.StructBlock):
    """A drawing that ships: a template, so that its words can be translated."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100)
    name = blocks.ChoiceBlock(label=_("Drawing"), choices=DRAWINGS)
    caption = blocks.TextBlock(
        label=_("Caption"), help_text=_("What the drawing leaves out.")
    )

    class Meta:
        label = _("Drawing")
        icon = "draw"
        label_format = "{heading}"
        description = _("One of the drawings that came with the software.")
        template = "education/blocks/drawing.html"
        preview_template = PREVIEW
        preview_value = {
            "heading": "A visit in a picture",
            "name": "visit",
            "caption": "Times differ from clinic to clinic.",
        }


class AnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(
        label=_("Question or fact"),
        help_text=_("As readers ask it; on a page of myths, the fact."),
    )
    heard = blocks.CharBlock(
        label=_("You may have heard"),
        required=False,
        help_text=_("The myth, once and in few words. Leave empty for a question."),
    )
    answer = blocks.TextBlock(
        label=_("Answer"), help_text=_("In at most five short sentences.")
    )

    class Meta:
        label = _("Answer")
        label_format = "{question}"


class AnswersBlock(blocks.StructBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), max_length=100, help_text=_("What they have in common.")
    )
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2, max_num=12)

    class Meta:
        label = _("Short answers")
        icon = "help"
        label_format = "{heading}"
        description = _("Questions with short answers, or facts with their myths.")
        template = "education/blocks/answers.html"
        preview_template = PREVIEW
        preview_value = {
            "heading": "The visit",
            "answers": [
                {
                    "question": "You need someone to take you home",
                    "heard": "I can drive after an hour",
                    "answer": "You can be slow to react until the next day.",
                }
            ],
        }


class WordBlock(blocks.StructBlock):
    word = blocks.CharBlock(label=_("Word"), max_length=80)
    forms = blocks.CharBlock(
        label=_("As articles write it"),
        required=False,
        help_text=_(
            "Separated by commas. Where one of them stands in an article, it leads to "
            "the meaning. Leave empty for words that stand everywhere."
        ),
    )
    meaning = blocks.TextBlock(
        label=_("Meaning"), help_text=_("One or two sentences of plain words.")
    )
    article = blocks.CharBlock(
        label=_("Article that says more"),
        required=False,
        max_length=6,
        help_text=_("Its code, as T13; it stands at the foot of the article."),
    )

    class Meta:
        label = _("Word")
        label_format = "{word}"


class WordsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), max_length=100, help_text=_("As 'Words from A to C'.")
    )
    words = blocks.ListBlock(WordBlock(), label=_("Words"), min_num=1, max_num=40)

    class Meta:
        label = _("Words")
        icon = "openquote"
        label_format = "{heading}"
        description = _("Words with their meanings; articles lead to them.")
        template = "education/blocks/words.html"
        preview_template = PREVIEW
        preview_value = {
            "heading": "Words from A to C",
            "words": [
                {
                    "word": "Aneurysm",
                    "forms": "",
                    "meaning": "A weak, bulging spot.",
                    "article": "",
                }
            ],
        }


class ArticleBody(blocks.StreamBlock):
    """The middle of an article; what comes before and after it is always the same."""

    section = SectionBlock()
    listing = ListingBlock()
    table = TableBlock()
    comparison = ComparisonBlock()
    harms = HarmsBlock()
    clinic_words = ClinicWordsBlock()
    care_card = CareCardBlock()
    drawing = DrawingBlock()
    figure = FigureBlock()
    video = VideoBlock()
    answers = AnswersBlock()
    words = WordsBlock()

    def clean(self, value):
        value = super().clean(value)
        problems = [*_repeated_headings(value), *_misplaced_cards(value)]
        if problems:
            raise StreamBlockValidationError(
                non_block_errors=[ValidationError(problem) for problem in problems]
            )
        return value


def headings_of(body) -> list[dict[str, str]]:
    """The headings, with the ids under which they are linked."""
    texts = (block.value.get("heading") for block in body if block.value)
    return [{"id": anchor(text), "text": text} for text in texts if text]


def anchor(heading: str) -> str:
    return f"about-{slugify(heading, allow_unicode=True)}"


def _repeated_headings(body):
    seen = Counter(heading["id"] for heading in headings_of(body))
    if any(count > 1 for count in seen.values()):
        yield _("Two parts have the same heading; change one of them.")


def _misplaced_cards(body):
    kinds = [block.block_type for block in body]
    cards = [
        block.value["urgency"] for block in body if block.block_type == "care_card"
    ]
    if len(cards) > len(set(cards)):
        yield _("Use each kind of care card once.")
    if ("care_card", "figure") in pairwise(kinds):
        yield _("Put a heading after a care card: text there is often missed.")
