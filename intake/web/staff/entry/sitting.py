"""A member of staff who fills in a response for a patient."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache, wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.domain.answer import Answer
from intake.domain.questionnaire.pages import Page
from intake.domain.questionnaire.risk import safety_items
from intake.patients.identity import Identity, identity_of
from intake.patients.modes import ASSISTED, Mode
from intake.questionnaires import actions
from intake.questionnaires.authors import Authors
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Response, definition_of
from intake.web.ui.answers_shown import Beside
from intake.web.ui.entered import EnteredForStaff
from intake.web.ui.filling.sitting import READ_OUT, Sitting

MODES = "entry_modes"  # in the session: how each response is being entered
MOST_KEPT = 10  # of them
View = Callable[..., HttpResponse]


class EntrySitting(Sitting):
    """Staff at the questions of a patient, in a mode that they chose once.

    Clinicians see all answers. Others see and correct what they entered themselves.
    """

    addresses = "staff:entry_"
    base = "staff/entry/base.html"
    templates = ("staff/entry", "filling")
    home = "staff:drafts"

    @property
    def title(self) -> str:
        return _("Fill in for a patient")

    @property
    def mode(self) -> str:
        """How the answers come in; empty while nobody has said."""
        chosen = self.request.session.get(MODES, {})
        modes = (chosen.get(str(response.pk)) for response in self._together())
        return next((mode for mode in modes if mode in ASSISTED), "")

    def _together(self) -> Iterator[Response]:
        """The response, and the open ones beneath it that are sent with it."""
        response = self.response
        yield response
        while response.base_id is not None and response.base.is_open:
            response = response.base
            yield response

    def choose(self, mode: str) -> None:
        """Keep the mode until the person signs out or says something else."""
        key = str(self.response.pk)
        chosen = self.request.session.get(MODES, {})
        others = [(k, v) for k, v in chosen.items() if k != key]
        self.request.session[MODES] = dict([*others, (key, mode)][-MOST_KEPT:])
        actions.begin_entry(response=self.response, mode=mode, by=self.user)

    @property
    def mode_words(self) -> str:
        return str(Mode(self.mode).label) if self.mode else ""

    @property
    def begin_url(self) -> str:
        return reverse("staff:entry", args=[self.response.pk])

    @cached_property
    def identity(self) -> Identity | None:
        return identity_of(self.response.patient)

    @property
    def reads_out(self) -> bool:
        return self.mode in (Mode.PHONE, Mode.IN_PERSON)

    def controls(self, now: Filled, asked: Collection[str]) -> dict[str, forms.Field]:
        """Where an answer may mean danger, the words of the question count."""
        risky = _risky(now.response.version_id)
        if not self.reads_out or risky.isdisjoint(asked):
            return {}
        return {
            READ_OUT: forms.BooleanField(
                label=_("I read these questions and their choices out word for word."),
                error_messages={
                    "required": _("Read them out word for word, then tick this box.")
                },
            )
        }

    def posted(
        self, data: Mapping[str, Any], revision: int, **more: Any
    ) -> actions.Posted:
        return super().posted(data, revision, mode=self.mode, **more)

    def held_back(self, now: Filled, page: Page, row: str = "") -> Mapping[str, str]:
        """What is taken from answers before is asked anew rather than held back."""
        latest = now.latest(page.link_id, row)
        if self.user.is_clinical or latest is None or not latest.number:
            return {}
        return self.others(now, page, row)

    def others(self, now: Filled, page: Page, row: str) -> dict[str, str]:
        """The answers that this person did not enter, and whose they are."""
        authors = self._authors(now)
        return {
            name: self._whose(authors.of(page.link_id, row, name))
            for name in authors.others(page.link_id, row, self.user)
        }

    def prefilled(self, now: Filled, page: Page, row: str = "") -> Mapping[str, Answer]:
        shown = super().prefilled(now, page, row)
        if self.user.is_clinical:
            return shown
        own = self._authors(now).own(page.link_id, row, self.user)
        return {name: answer for name, answer in shown.items() if name in own}

    def beside(self, now: Filled) -> Beside:
        return BesideEntry(self, now)

    def why_again(self, now: Filled) -> str:
        """A clinician's reason speaks of answers, so it is not for everybody."""
        words = super().why_again(now)
        if self.user.is_clinical or not words:
            return words
        return _("A clinician asks some questions again.")

    def heed(self, saved: actions.Saved) -> None:
        """What rose without being severe is for a clinician, and for today."""
        noted = saved.noted
        if noted is not None and noted.worse and not saved.needs_help_page:
            messages.warning(
                self.request,
                _(
                    "A clinician should hear today what was just answered. "
                    "Tell one before you end your day."
                ),
            )

    def _authors(self, now: Filled) -> Authors:
        """Opened once for each state of the response."""
        known = self.__dict__.setdefault("_opened", {})
        if id(now) not in known:
            known[id(now)] = (now, Authors(now))
        return known[id(now)][1]

    def _whose(self, author: UUID | None) -> str:
        if author is None or author == self.response.patient.user_id:
            return _("Answered by the patient")
        return _("Entered by a colleague")


class BesideEntry(EnteredForStaff):
    """What stands beside answers on the staff's check of them."""

    def __init__(self, sitting: EntrySitting, now: Filled):
        super().__init__(now)
        self.sitting, self.now = sitting, now
        self.explains = sitting.user.is_clinical

    def instead(self, page: Page, row: str, name: str) -> str:
        if self.sitting.user.is_clinical:
            return ""
        if name and self._is_worked_out(name):
            return _("Worked out from the answers")
        others = self.sitting.others(self.now, page, row)
        return others.get(name, "") if name else next(iter(others.values()), "")

    def _is_worked_out(self, name: str) -> bool:
        item = self.now.definition.by_link_id.get(name)
        return item is not None and bool(item.calculate)


@lru_cache(maxsize=64)
def _risky(version_id: int) -> frozenset[str]:
    return safety_items(definition_of(version_id))


def response_of(request: HttpRequest, response_id: UUID) -> Response:
    """A response of a patient at one's own sites."""
    related = ("patient__identity", "patient__site", "patient__user")
    responses = Response.objects.assisted_by(request.user).select_related(*related)
    return get_object_or_404(responses, pk=response_id)


def entry_page(view: View) -> View:
    """Gives a view the sitting; whoever has not said how they enter is asked first."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, response_id: UUID, **parts: Any) -> HttpResponse:
        sitting = EntrySitting(request, response_of(request, response_id))
        if not sitting.mode:
            return sitting.go_on_at(sitting.begin_url)
        return view(sitting, **parts)

    return opened
