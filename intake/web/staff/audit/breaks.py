"""A break of the trail that nobody can mend: seen, and acknowledged with a reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.accounts.models import User
from intake.audit import acknowledging, verifying
from intake.audit.models import Acknowledgement, Verification
from intake.audit.verifying import Flaw
from intake.web.staff.accounts.signing import is_signed, needs_password, password_field
from intake.web.ui.forms import REVISION, PlainForm, form_page, posted

LONGEST = 1000
WORDS = {
    Flaw.CHANGED: gettext_lazy(
        "It does not follow from the line before it: one of the two was changed."
    ),
    Flaw.MISSING: gettext_lazy("It is missing."),
    Flaw.REORDERED: gettext_lazy("Lines were put in another order."),
    Flaw.REWRITTEN: gettext_lazy(
        "It is not the line that was there when the trail was last verified, or when "
        "an anchor was taken: the trail was written anew."
    ),
    Flaw.CUT_OFF: gettext_lazy(
        "It was there when the trail was last verified, or when an anchor was taken, "
        "and is gone: the end was cut off."
    ),
}


class BreakForm(PlainForm):
    """What is known of a break."""

    is_conflict = False
    why = forms.CharField(
        label=gettext_lazy("What happened, and why it cannot be mended"),
        help_text=gettext_lazy(
            "It is kept for good and named whenever the trail is verified. Name no "
            "patient."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what happened.")},
    )

    def __init__(self, *args: Any, with_password: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if with_password:
            self.fields["password"] = password_field()
            self.helper.layout.append("password")

    def refuse(self) -> None:
        self.is_conflict = True
        self.add_error(
            None, _("The trail was looked at again in the meantime. Look at it anew.")
        )


@require_http_methods(["GET", "HEAD", "POST"])
def trail_break(request: HttpRequest) -> HttpResponse:
    """The break that the latest verification found, and the form to acknowledge it."""
    broken = verifying.broken()
    form = BreakForm(posted(request), with_password=needs_password(request))
    sent = request.POST.get(REVISION, "")
    if sent and Acknowledgement.objects.filter(mark=sent).exists():
        return _on(request)  # the same post again
    if form.is_valid() and is_signed(request, form):
        if broken and broken.mark == sent and _acknowledged(request, form, broken):
            return _on(request)
        form.refuse()
    context = {"broken": broken, "words": words_of(broken), "known": known_breaks()}
    return form_page(request, "staff/audit/break.html", form, **context)


def _acknowledged(request: HttpRequest, form: BreakForm, broken: Verification) -> bool:
    try:
        acknowledging.acknowledge(
            broken=broken, why=form.cleaned_data["why"], by=request.user
        )
    except acknowledging.NotThisBreak:
        return False
    return True


def _on(request: HttpRequest) -> HttpResponse:
    messages.success(
        request,
        _("The break is acknowledged. It is still named whenever the trail is read."),
    )
    return redirect("staff:audit")


def words_of(found: Verification | Acknowledgement | None) -> str:
    return str(WORDS[Flaw(found.flaw)]) if found else ""


def known_breaks() -> Sequence[dict[str, Any]]:
    """The breaks that were acknowledged, the latest first: by whom, when, why."""
    rows = list(acknowledging.known().values())
    people = User.objects.staff().in_bulk({row.actor_id for row in rows})
    names = {str(pk): person for pk, person in people.items()}
    return [
        {"row": row, "words": words_of(row), "by": names.get(row.actor_id)}
        for row in rows
    ]
