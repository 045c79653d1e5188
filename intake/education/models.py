"""Pages of the education portal: the index, and articles under it.

An article has a fixed order: title as a question, answer in a sentence, key points,
body, what is not known, questions to take along, related pages, who wrote and checked
it. It says plainly when no clinician of the clinic has checked it.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.search import index

from intake.practice.models import Organisation

from .blocks import ArticleBody, headings_of
from .claims.basis import Basis, bases
from .claims.codes import CLAIM_CODE, SOURCE_CODE, by_number
from .claims.models import Claim, Source  # noqa: F401 (models of this app)
from .editing import refusals, remarks
from .finding.models import Passage  # noqa: F401 (a model of this app)
from .governing.reviewed import Reviewed
from .links.models import OutsideLink  # noqa: F401 (a model of this app)
from .panels import ARTICLE_TABS, INDEX_TABS
from .permissions import PortalPermissions
from .reasons.models import ReasonsSignOff  # noqa: F401 (a model of this app)
from .reasons.texts import asked_now_about
from .starting import ArticleForm
from .translating.models import Translation  # noqa: F401 (a model of this app)
from .translating.others import all_in, glossary_in, other_languages, titles_in
from .translating.shown import StoodFor, stood_for
from .video.models import Video  # noqa: F401 (a model of this app)
from .words import Word, words_of

ARTICLE_CODE = RegexValidator(
    r"^[A-Z]{1,3}[0-9]{1,3}\Z", _("Write one to three capital letters and a number.")
)
HELP_PAGE = "T16"  # for people in danger: always there, whatever an editor does


def _today() -> date:
    return Organisation.current().today()


def sentences(label, **kwargs) -> StreamField:
    """A short list of sentences."""
    point = blocks.TextBlock(label=label, rows=2)
    return StreamField([("point", point)], **kwargs)


class PortalPage(Page):
    """A page of the portal."""

    class Meta:
        abstract = True

    private_page_options = []
    spoken = ""  # the language into which a copy was put, which is never saved

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | other_languages(self)

    def permissions_for_user(self, user):
        return PortalPermissions(user, self)


class LearnIndexPage(PortalPage):
    """The portal's first page: its articles by topic."""

    intro = models.TextField(
        _("Introduction"), help_text=_("Two or three sentences: what is here.")
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["education.ArticlePage"]
    max_count = 1
    stays_up = True

    edit_handler = INDEX_TABS

    class Meta:
        verbose_name = _("portal index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = self.topics()
        return context

    def articles(self) -> list["ArticlePage"]:
        """Published articles in the order of their codes.

        One whose words are withheld comes without its summary.
        """
        live = without_withheld_words(ArticlePage.objects.child_of(self).live())
        return sorted(live, key=lambda page: by_number(page.article_code))

    def topics(self) -> list[tuple[str, list["ArticlePage"]]]:
        """Every topic's name, with its published articles."""
        return by_topic(self.articles())


class ArticlePage(Reviewed, PortalPage):
    """One question of patients, answered.

    ``article_code`` stays with the article for good, in every language, and is never
    given to another.
    """

    class Topic(models.TextChoices):
        START = "start", _("Start here")
        ABOUT = "about", _("About the treatment")
        HAVING = "having", _("Having treatment")
        SAFETY = "safety", _("Staying safe")
        CHOOSING = "choosing", _("Choosing")
        TOOLS = "tools", _("Short answers and words")
        INFO = "info", _("About this information")

    article_code = models.CharField(
        _("Code"),
        max_length=6,
        validators=[ARTICLE_CODE],
        help_text=_("Stays with the article for good. The next free one is filled in."),
    )
    topic = models.CharField(_("Topic"), max_length=20, choices=Topic.choices)
    summary = models.TextField(
        _("Answer in one sentence"),
        help_text=_("Stands under the title and in search results."),
    )
    key_points = sentences(
        _("Key point"),
        min_num=3,
        max_num=6,
        verbose_name=_("Key points"),
        help_text=_("Whole thoughts. A reader who stops here has the truth."),
    )
    body = StreamField(
        ArticleBody(),
        verbose_name=_("Body"),
        help_text=_("A benefit has its harms near by, and a number its comparison."),
    )
    unknowns = sentences(
        _("Unknown"),
        min_num=1,
        verbose_name=_("What we do not know"),
        help_text=_("What no study has settled, in plain words."),
    )
    questions = sentences(
        _("Question"),
        min_num=3,
        max_num=5,
        verbose_name=_("Questions to take with you"),
        help_text=_("To print and bring to a visit."),
    )
    related = StreamField(
        [("page", blocks.PageChooserBlock(page_type="education.ArticlePage"))],
        blank=True,
        max_num=4,
        verbose_name=_("Related pages"),
        help_text=_("At most four; one of them about other choices."),
    )
    claims = ArrayField(
        models.CharField(max_length=8, validators=[CLAIM_CODE]),
        default=list,
        verbose_name=_("Facts used"),
        help_text=_("All that the page states about the treatment."),
    )
    more_sources = ArrayField(
        models.CharField(max_length=6, validators=[SOURCE_CODE]),
        default=list,
        blank=True,
        verbose_name=_("Further sources"),
        help_text=_("Only for what is no fact of the list, as an address or a phone."),
    )
    # Empty in a draft only: publishing asks for it.
    evidence_on = models.DateField(
        _("Evidence as of"),
        null=True,
        help_text=_("When the sources were last looked through."),
    )
    written_by = models.CharField(
        _("Written by"), max_length=200, help_text=_("Name, role, place.")
    )
    parent_page_types = ["education.LearnIndexPage"]
    subpage_types = []

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("key_points"),
        index.SearchField("body"),
        index.FilterField("topic"),
    ]
    base_form_class = ArticleForm
    edit_handler = ARTICLE_TABS

    class Meta:
        verbose_name = _("article")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    reviewer_name="",
                    reviewer_role="",
                    reviewed_on=None,
                )
                | (
                    ~Q(reviewer_name="")
                    & ~Q(reviewer_role="")
                    & Q(reviewed_on__isnull=False, review_due_on__isnull=False)
                ),
                name="article_review_is_whole",
                violation_error_message=_(
                    "A review has a name, a role and both dates; else leave all empty."
                ),
            )
        ]

    def clean(self):
        super().clean()
        if refused := refusals(self):
            raise ValidationError(refused)
        if self.stays_up and self.expire_at:
            raise ValidationError({"expire_at": _("This page is there at all times.")})
        if self.risk and self.reviewed_on and self.review_due_on:
            self.check_review_dates()
        if self.article_code:
            self._check_code()

    def _check_code(self):
        others = ArticlePage.objects.exclude(translation_key=self.translation_key)
        if others.filter(article_code=self.article_code).exists():
            raise ValidationError(
                {"article_code": _("Another article has this code; choose a new one.")}
            )
        seen = ArticlePage.objects.filter(pk=self.pk, first_published_at__isnull=False)
        if seen.exclude(article_code=self.article_code).exists():
            raise ValidationError(
                {"article_code": _("A published article keeps its code.")}
            )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["headings"] = self.headings()
        context["related_pages"] = self.related_pages()
        context["glossary"] = self.glossary()
        today = _today()
        context["is_overdue"] = self.is_overdue(today)
        context["is_withheld"] = self.is_withheld(today)
        context["is_left_out"] = self.is_left_out(today)
        context["edition"] = self.editions.order_by("-number").first()
        context["facts_in_doubt"] = self.facts_in_doubt()
        context["asked_about"] = asked_now_about(self.article_code)
        if self.lists_words:
            context["articles"] = titles_in(self.spoken)
        return context

    @property
    def help_first(self) -> bool:
        """Whether the crisis buttons stand before everything else."""
        return self.article_code == HELP_PAGE

    @property
    def stays_up(self) -> bool:
        """Whether it must be there at all times."""
        return self.help_first

    def stood_for(self) -> StoodFor | None:
        """Who stands for its words in another language; nobody for the English ones."""
        return stood_for(self, self.spoken) if self.spoken else None

    def care_cards(self) -> list:
        """When to ask, to call, to call at once: shown also while it is withheld."""
        return [block for block in self.body if block.block_type == "care_card"]

    def remarks(self) -> list[str]:
        """What an editor should look at again before it is published."""
        return remarks(self)

    @property
    def basis(self) -> Basis:
        """Its facts and their sources, looked up once for the codes it has now."""
        codes = (*self.claims, *self.more_sources)
        if self.__dict__.get("_basis_for") != codes:
            self.rest_on(bases([self])[0])
        return self._basis

    def rest_on(self, basis: Basis) -> None:
        """Keep what was looked up, for many pages at once."""
        self._basis, self._basis_for = basis, (*self.claims, *self.more_sources)

    def facts_in_doubt(self) -> list[Claim]:
        """Facts it states that were retired, or changed since it was read."""
        return [each for each in self.basis.claims if each.is_in_doubt_on(self)]

    def headings(self) -> list[dict[str, str]]:
        """The headings of the page, from the body to the sources."""
        ends = (_("What we do not know"), _("Questions to take with you"))
        return headings_of(self.body) + [
            {"id": name, "text": str(text)}
            for name, text in zip(("unknown", "questions"), ends, strict=True)
        ]

    def glossary(self) -> list[Word]:
        """The words that this page explains; none on a page that lists words."""
        return [] if self.lists_words else self.listed_words()

    @property
    def lists_words(self) -> bool:
        """Whether it is a page of the glossary."""
        return any(block.block_type == "words" for block in self.body)

    def listed_words(self) -> list[Word]:
        """The words that published pages of its language list."""
        if self.spoken:
            return glossary_in(self.spoken)
        listing = ArticlePage.objects.live().filter(
            locale=self.locale, body__contains=[{"type": "words"}]
        )
        return [word for page in listing for word in words_of(page.body)]

    def related_pages(self) -> list["ArticlePage"]:
        pages = [
            block.value.specific
            for block in self.related
            if block.value is not None and block.value.live
        ]
        return all_in(self.spoken, pages) if self.spoken else pages


def named(codes: Sequence[str]) -> list[ArticlePage]:
    """Published articles with these codes, in this order, to lead readers to them.

    One whose words are withheld comes without its summary.
    """
    live = ArticlePage.objects.live().filter(article_code__in=codes)
    pages = without_withheld_words(live)
    return sorted(pages, key=lambda page: codes.index(page.article_code))


def without_withheld_words(articles: Iterable[ArticlePage]) -> list[ArticlePage]:
    """The same, and nothing of the words of those that are too old to be shown."""
    today, found = _today(), list(articles)
    for page in found:
        page.summary = "" if page.is_withheld(today) else page.summary
    return found


def with_basis(pages: list[ArticlePage]) -> list[ArticlePage]:
    """The same pages, each knowing what it rests on, with two queries for all."""
    for page, basis in zip(pages, bases(pages), strict=True):
        page.rest_on(basis)
    return pages


def by_topic(articles: list[ArticlePage]) -> list[tuple[str, list[ArticlePage]]]:
    """Every topic's name, with those of the articles that belong to it."""
    return [
        (topic.label, [page for page in articles if page.topic == topic])
        for topic in ArticlePage.Topic
    ]


class ShippedArticle(models.Model):
    """What the software last wrote into an article that came with it.

    While the page's latest revision is the one named here, nobody has edited it, and a
    newer text may replace it.
    """

    article_code = models.CharField(max_length=6)
    language = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    revision = models.ForeignKey(
        Revision, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article_code", "language"], name="shipped_article_once"
            )
        ]

    def __str__(self):
        return f"{self.article_code} ({self.language})"
