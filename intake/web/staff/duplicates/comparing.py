"""Two records side by side: what joining them would do, done, and taken back."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.audit import actions as audit
from intake.patients import sameness
from intake.patients.identity import email_of, identity_of
from intake.patients.models import Patient, Sameness
from intake.safety.models import Alert
from intake.web.staff.cases.case_forms import LONGEST
from intake.web.ui.forms import REVISION, PlainForm, posted

Says = Sameness.Says
ACTIONS = {"link": Says.SAME, "different": Says.DIFFERENT, "unlink": Says.OPEN}
DONE = {
    Says.SAME: gettext_lazy("Joined: both records are shown together now."),
    Says.DIFFERENT: gettext_lazy("Recorded: they are two people."),
    Says.OPEN: gettext_lazy("Taken back. Both records are as they were."),
}
WHY = gettext_lazy("Write how you know.")


class JudgementForm(PlainForm):
    """Which record goes on, and how one knows."""

    kept = forms.ChoiceField(
        label=gettext_lazy("If they are one person: which record goes on"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose which record goes on."),
            "invalid_choice": gettext_lazy("Choose one of the two records."),
        },
    )
    why = forms.CharField(
        label=gettext_lazy("How you know"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": WHY},
    )

    def __init__(self, *args, choices: list[tuple[str, str]], joins: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = choices
        self.fields["kept"].required = joins
        self.fields["kept"].optional = False


@require_http_methods(["GET", "HEAD", "POST"])
def same_person(request: HttpRequest, first_id: UUID, second_id: UUID) -> HttpResponse:
    """Compare two records and say whether they are of one person."""
    records = _records(request, first_id, second_id)
    says = ACTIONS.get(request.POST.get("_action", ""), Says.DIFFERENT)
    form = JudgementForm(
        posted(request),
        choices=[(str(one["patient"].pk), _called(one)) for one in records],
        joins=says == Says.SAME,
        initial={"kept": str(_usual(records).pk)},
    )
    if not form.is_valid():
        return _page(request, records, form)
    try:
        _judge(request, records, form, says)
    except sameness.SaidAlready:
        told = _("Somebody said something of this pair meanwhile. Look at it again.")
    except sameness.IsLinked:
        told = _(
            "One of them is joined with another record in a way that does not go with "
            "this. Take that back first, or let the same record go on."
        )
    else:
        messages.success(request, str(DONE[says]))
        return redirect(request.path)
    form.add_error(None, told)
    return _page(request, records, form, HTTPStatus.CONFLICT)


def _judge(request: HttpRequest, records: list[dict], form: JudgementForm, says: str):
    people = {str(one["patient"].pk): one["patient"] for one in records}
    seen = request.POST.get(REVISION, "")
    judgement = sameness.Judgement(
        says=says,
        why=form.cleaned_data["why"],
        seen=int(seen) if seen.isdecimal() and seen.isascii() and len(seen) < 18 else 0,
        kept=people[form.cleaned_data["kept"]] if says == Says.SAME else None,
    )
    first, second = people.values()
    sameness.judge(first=first, second=second, judgement=judgement, by=request.user)


def _records(request: HttpRequest, *ids: UUID) -> list[dict[str, Any]]:
    """Both records with what is in them, the older one first."""
    visible = Patient.objects.visible_to(request.user)
    found = visible.filter(pk__in=ids).select_related("identity", "site")
    people = list(found.order_by("created_at", "pk"))
    if len(people) < len(ids):
        raise Http404
    alerts = Alert.objects.open().filter(patient__in=people)
    alerted = set(alerts.values_list("patient", flat=True))
    for person in people:
        audit.record("patient.read", by=request.user, subject=person, patient=person)
    return [
        {
            "patient": person,
            "identity": identity_of(person),
            "email": email_of(person),
            "cases": list(person.cases.order_by("-received_at")),
            "drafts": person.responses.drafts().count(),
            "has_alert": person.pk in alerted,
        }
        for person in people
    ]


def _called(record: dict[str, Any]) -> str:
    """A record by its name and when it was made."""
    identity, made = record["identity"], record["patient"].created_at
    name = identity.full_name if identity else _("Name not given yet")
    return _("{name}, record of {day}").format(name=name, day=f"{made:%Y-%m-%d}")


def _usual(records: list[dict[str, Any]]) -> Patient:
    """The record whose address the patient uses, or else the older one."""
    people = [one["patient"] for one in records]
    used = [p for p in people if p.email_index and not p.email_unproved_since]
    return (used or people)[0]


def _page(
    request: HttpRequest,
    records: list[dict[str, Any]],
    form: JudgementForm,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    if form.errors and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    first, second = (one["patient"] for one in records)
    said = sameness.words_between(first, second)
    context = {
        "records": records,
        "shared": sameness.shared_by(first, second),
        "form": form,
        "said": [(one, sameness.reason_of(one, first, second)) for one in said],
        "present": said[0].says if said else Says.OPEN,
        "revision": said[0].pk if said else 0,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
    }
    return render(request, "staff/duplicates/compare.html", context, status=status)
