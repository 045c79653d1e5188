"""Facts and sources on the editing side."""

from typing import Any

import django_filters
from django.contrib import messages
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    SnippetViewSet,
)

from intake.audit import actions as audit
from intake.education.models import ArticlePage

from .forms import ClaimForm, RecordForm
from .models import Claim, Source
from .picker import CodesPicker, sources_to_choose

CLAIM_PANELS = ObjectList(
    [
        FieldPanel("code"),
        FieldPanel("subject"),
        FieldPanel("plain"),
        FieldPanel("heard"),
        FieldPanel("verdict"),
        FieldPanel("evidence"),
        FieldPanel("sources", widget=CodesPicker(sources_to_choose)),
        MultiFieldPanel(
            [
                FieldPanel("change_kind"),
                FieldPanel("change_note"),
                FieldPanel("retired"),
            ],
            heading=_("If you change it"),
        ),
        MultiFieldPanel(
            [HelpPanel(template="education/parts/used_on.html")],
            heading=_("Used on"),
        ),
        HelpPanel(template="education/parts/shipped_words.html"),
    ],
    base_form_class=ClaimForm,
)
SOURCE_PANELS = ObjectList(
    [
        *(FieldPanel(name) for name in ("code", "citation", "link", "basis")),
        *(FieldPanel(name) for name in ("checked", "checked_on", "checked_by")),
        MultiFieldPanel(
            [HelpPanel(template="education/parts/source_used_by.html")],
            heading=_("Used by"),
        ),
        HelpPanel(template="education/parts/shipped_words.html"),
    ],
    base_form_class=RecordForm,
)


class ClaimFilters(WagtailFilterSet):
    STATES = (
        ("stated", _("Stated")),
        ("retired", _("No longer stated")),
        ("own", _("The clinic's own, or changed here")),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="in_state"
    )

    class Meta:
        model = Claim
        fields = ("subject", "verdict", "evidence")

    def in_state(self, found: QuerySet, _name: str, state: str) -> QuerySet:
        if state == "own":
            here = [each.pk for each in found if each.is_changed_here or not each.ships]
            return found.filter(pk__in=here)
        return (
            found.filter(retired="") if state == "stated" else found.exclude(retired="")
        )


class AtOnce:
    """A record has no draft: nothing is saved before *Save* is pressed."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    def save_instance(self) -> Any:
        with audit.unit():
            record = super().save_instance()
            audit.record(
                "portal.claim_saved"
                if isinstance(record, Claim)
                else "portal.source_saved",
                by=self.request.user,
                subject=record,
            )
        return record


class AddView(AtOnce, CreateView):
    pass


class ChangeView(AtOnce, EditView):
    pass


class ChangeClaimView(ChangeView):
    """``said_else`` is whether its pages, of this number, have to be read again."""

    said_else, pages = False, 0

    def save_instance(self) -> Claim:
        with audit.unit():
            self.said_else = self.form.says_something_else
            claim = super().save_instance()
            if self.said_else:
                self._note(claim)
        return claim

    def _note(self, claim: Claim) -> None:
        self.pages = len(claim.used_on())
        audit.record(
            "portal.claim_retired" if claim.retired else "portal.claim_changed",
            by=self.request.user,
            subject=claim,
            pages=self.pages,
        )

    def save_action(self):
        response = super().save_action()
        if self.said_else and self.pages:
            words = ngettext(
                "%(number)s page states it and has to be read again.",
                "%(number)s pages state it and have to be read again.",
                self.pages,
            )
            messages.warning(self.request, words % {"number": self.pages})
        return response

    def get_success_url(self) -> str:
        """Back to the fact, where its pages stand, if they have to be read."""
        return self.get_edit_url() if self.said_else else super().get_success_url()


def with_pages(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Facts with the number of articles that state each, published or not."""
    code = Func(
        OuterRef("code"),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(CharField()),
    )
    stating = ArticlePage.objects.filter(claims__contains=code).order_by()
    number = stating.annotate(number=Func(F("pk"), function="COUNT")).values("number")
    return claims.annotate(pages=Subquery(number))


def wide(name: str, label: Promise, accessor: str) -> Column:
    """A column that narrow screens leave out."""
    return Column(name, label=label, accessor=accessor, classname="wide-only")


class RecordViewSet(SnippetViewSet):
    add_view_class = AddView
    edit_view_class = ChangeView
    add_to_admin_menu = True
    copy_view_enabled = False
    ordering = ("code",)
    list_per_page = 50


class ClaimViewSet(RecordViewSet):
    model = Claim
    icon = "tick-inverse"
    menu_label = _("Facts")
    menu_name = "facts"
    menu_order = 350
    edit_view_class = ChangeClaimView
    edit_handler = CLAIM_PANELS
    filterset_class = ClaimFilters
    search_fields = ("code", "plain", "heard")
    list_display = (
        "__str__",
        wide("verdict", _("Check"), "get_verdict_display"),
        wide("evidence", _("Evidence"), "get_evidence_display"),
        Column("pages", label=_("Pages"), accessor="pages", sort_key="pages"),
        Column("standing", label=_("State"), accessor="standing"),
    )
    list_export = ("code", "subject", "plain", "heard", "verdict", "evidence")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:  # noqa: ARG002
        return with_pages(Claim.objects.all())


class SourceViewSet(RecordViewSet):
    model = Source
    icon = "openquote"
    menu_label = _("Sources")
    menu_name = "sources"
    menu_order = 360
    edit_handler = SOURCE_PANELS
    list_filter = ("basis",)
    search_fields = ("code", "citation", "checked")
    list_display = (
        "__str__",
        Column("basis", label=_("How far it was read"), accessor="get_basis_display"),
        wide("checked_on", _("Read on"), "checked_on"),
    )
    list_export = ("code", "citation", "link", "basis", "checked")


register_snippet(ClaimViewSet)
register_snippet(SourceViewSet)
