"""The audit trail for the privacy officer: lines, reports of access, export."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.audit.models import Event, Verification
from intake.review.models import Case
from intake.review.references import as_reference
from intake.web.staff.accounts.signing import is_signed, needs_password, password_field
from intake.web.staff.reports.workload import harmless
from intake.web.ui.forms import PlainForm, form_page, posted

from .action_words import GROUPS, in_words
from .breaks import known_breaks
from .counted import opened_by_people_apart, people_of_a_record, records_of_a_person
from .lines import BY_ITSELF, BY_PATIENTS, PAGE, Asked, asked_of, names_of, shown
from .taken_over import taken_over

CHUNK = 1000
LONGEST = 40  # characters of a reference, generously


class FindForm(PlainForm):
    """A record, by the reference that patient and staff both see."""

    reference = forms.CharField(
        label=_("Reference of a request"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As on the patient's page, such as CDFG-HJKM."),
    )

    def clean_reference(self) -> Case:
        reference = as_reference(self.cleaned_data["reference"])
        case = Case.objects.filter(reference=reference).first() if reference else None
        if case is None:
            raise forms.ValidationError(_("No request has this reference."))
        return case


class ExportForm(PlainForm):
    """How the lines are taken away."""

    form = forms.ChoiceField(
        label=_("As"),
        choices=[("csv", _("Table (CSV)")), ("jsonl", _("Lines of JSON"))],
        initial="csv",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, with_password: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if with_password:
            self.fields["password"] = password_field()
            self.helper.layout.append("password")


@require_http_methods(["GET", "HEAD", "POST"])
def trail(request: HttpRequest) -> HttpResponse:
    """Lines, the newest first; a posted reference leads to those of its record."""
    asked = asked_of(request)
    form = FindForm(posted(request))
    if form.is_valid():
        record = {"record": str(form.cleaned_data["reference"].patient_id)}
        query = urlencode(asked.query | record)
        return redirect(f"{reverse('staff:audit')}?{query}")
    before = request.GET.get("before", "")
    events = asked.events()
    page = events.filter(number__lt=int(before)) if is_number(before) else events
    lines = list(page[: PAGE + 1])
    audit.record(
        "trail.read", by=request.user, patient=asked.record or None, lines=len(lines)
    )
    context = _context(asked, lines, is_later=is_number(before))
    return form_page(request, "staff/audit/trail.html", form, **context)


def is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _context(asked: Asked, lines: list[Event], *, is_later: bool) -> dict[str, Any]:
    here, older = reverse("staff:audit"), ""
    if len(lines) > PAGE:
        query = asked.query | {"before": str(lines[PAGE - 1].number)}
        older = f"{here}?{urlencode(query)}"
    record = Case.objects.filter(patient=asked.record or None).last()
    return {
        "asked": asked,
        "period": asked.period,
        "lines": shown(lines[:PAGE]),
        "next_url": older,
        "first_url": f"{here}?{asked.address}" if is_later else "",
        "groups": GROUPS.items(),
        "outcomes": OUTCOMES.items(),
        "staff": User.objects.staff().order_by("name", "pk"),
        "others": OTHERS.items(),
        "person": _person(asked.person),
        "reference": record.reference if record else "",
        "people": people_of_a_record(asked.events()) if asked.record else [],
        "records": records_of_a_person(asked.events()) if _is_staff(asked) else [],
        "verified": Verification.objects.order_by("-pk").first(),
        "known": known_breaks(),
    }


OUTCOMES = {
    Event.Outcome.DONE: _("Done"),
    Event.Outcome.REFUSED: _("Refused"),
    Event.Outcome.FAILED: _("Failed"),
}
OTHERS = {
    BY_PATIENTS: _("Patients"),
    BY_ITSELF: _("Nobody signed in, or the software"),
}


def _is_staff(asked: Asked) -> bool:
    """One report is enough: of a record it is who opened it."""
    return asked.person not in ("", *OTHERS) and not asked.record


def _person(person: str) -> User | None:
    if person in ("", *OTHERS):
        return None
    return User.objects.staff().filter(pk=person).first()


@require_safe
def unusual(request: HttpRequest) -> HttpResponse:
    """Who opened records that were not theirs to work on, or of other sites."""
    asked = Asked(asked_of(request).period)
    found = opened_by_people_apart(asked.events())
    audit.record("trail.read", by=request.user, people=len(found))
    tried = asked.events().filter(action="code.tried", outcome=Event.Outcome.REFUSED)
    context = {
        "period": asked.period,
        "people": found,
        "query": asked.address,
        "taken_over": taken_over(asked.events()),
        "wrong_codes": tried.count(),
    }
    return render(request, "staff/audit/unusual.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """The lines of an address as a file, after the password once more."""
    asked = asked_of(request)
    form = ExportForm(posted(request), with_password=needs_password(request))
    events = asked.events()
    if not form.is_valid() or not is_signed(request, form):
        context = {"asked": asked, "period": asked.period, "count": events.count()}
        return form_page(request, "staff/audit/export.html", form, **context)
    kind = form.cleaned_data["form"]
    audit.record(
        "trail.exported",
        by=request.user,
        patient=asked.record or None,
        lines=events.count(),
        form=kind,
    )
    words, media = FORMS[kind]
    reply = StreamingHttpResponse(words(events), content_type=media)
    reply["Content-Disposition"] = f'attachment; filename="audit-trail.{kind}"'
    return reply


COLUMNS = (
    "number",
    "at",
    "outcome",
    "action",
    "in words",
    "actor_id",
    "actor",
    "actor_role",
    "reference",
    "patient_id",
    "subject_type",
    "subject_id",
    "detail",
    "digest",
)


class _Line:
    """What a writer of tables writes to: gives every line back."""

    def write(self, line: str) -> str:
        return line


def _table(events: QuerySet[Event]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for some in _chunks(events):
        names = names_of(some)
        for event in some:
            yield writer.writerow(
                harmless(cell)
                for cell in (
                    event.number,
                    event.at.isoformat(),
                    event.outcome,
                    event.action,
                    in_words(event.action),
                    event.actor_id,
                    names.who(event),
                    event.actor_role,
                    names.references.get(event.patient_id, ""),
                    event.patient_id,
                    event.subject_type,
                    event.subject_id,
                    json.dumps(event.detail) if event.detail else "",
                    event.digest,
                )
            )


def _json_lines(events: QuerySet[Event]) -> Iterator[str]:
    """Exactly what the chain covers, so that it can be verified elsewhere."""
    fields = [field.name for field in Event._meta.fields]
    for some in _chunks(events):
        for event in some:
            line = {name: getattr(event, name) for name in fields}
            yield json.dumps(line | {"at": event.at.isoformat()}) + "\n"


def _chunks(events: QuerySet[Event]) -> Iterable[list[Event]]:
    """All of them, without holding more than a chunk at once."""
    rest = events
    while some := list(rest[:CHUNK]):
        yield some
        rest = events.filter(number__lt=some[-1].number)


FORMS = {
    "csv": (_table, "text/csv; charset=utf-8"),
    "jsonl": (_json_lines, "application/x-ndjson; charset=utf-8"),
}
