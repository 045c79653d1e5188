"""For how long records are kept, and what would be erased tonight."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.rights import retention
from intake.rights.models import RetentionPolicy, RetentionRun
from intake.rights.requests import record_number
from intake.web.ui.forms import PlainModelForm, Revised, form_page, posted

SHOWN = 20  # numbers of one rule
RUNS = 14
RECORDS = ("draft_days", "withdrawn_days", "declined_days", "accepted_days")
SHORTEST, LONGEST = 30, 36500  # days of a record


class RetentionForm(Revised, PlainModelForm):
    """Days by rule; empty means that nothing is erased by it."""

    class Meta:
        model = RetentionPolicy
        fields = (*RECORDS, "alert_days", "message_days", "code_days")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            least = SHORTEST if name in RECORDS else 1
            text = _("A number of days from {least} to {most}.")
            words = text.format(least=least, most=LONGEST)
            self.fields[name] = forms.IntegerField(
                label=field.label,
                required=name in ("message_days", "code_days"),
                min_value=least,
                max_value=LONGEST,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), words
                ),
            )
        self.helper.layout = Layout(
            Fieldset(_("Records, in days since the last thing happened"), *RECORDS),
            Fieldset(_("Alerts"), "alert_days"),
            Fieldset(_("What is in the way only"), "message_days", "code_days"),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def privacy_retention(request: HttpRequest) -> HttpResponse:
    form = RetentionForm(posted(request), instance=RetentionPolicy.current())
    if form.is_valid():
        retention.save_policy(policy=form.instance, by=request.user)
        messages.success(request, _("Saved. It holds from the coming night on."))
        return redirect("staff:privacy_retention")
    policy, now = RetentionPolicy.current(), timezone.now()
    context = {
        "rules": [_rule_shown(policy, rule, now) for rule in retention.Rule],
        "told": retention.to_be_told(policy, now).count(),
        "runs": [_run_shown(one) for one in RetentionRun.objects.all()[:RUNS]],
        "hour": retention.HOUR,
        "notice": retention.NOTICE.days,
    }
    return form_page(request, "staff/privacy/retention.html", form, **context)


def _rule_shown(policy: RetentionPolicy, rule: retention.Rule, now) -> dict:
    due = retention.due(policy, rule, now)
    return {
        "rule": rule,
        "name": retention.WORDS[rule],
        "days": retention.days_of(policy, rule),
        "count": due.count(),
        "numbers": [record_number(patient) for patient in due[:SHOWN]],
    }


def _run_shown(run: RetentionRun) -> dict:
    erased = [
        (retention.WORDS[retention.Rule(rule)], numbers)
        for rule, numbers in run.erased.items()
    ]
    return {"run": run, "erased": erased, "cleared": run.cleared}
