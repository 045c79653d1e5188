"""For how long records are kept, and what would be erased tonight."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.rights import retention
from intake.rights.models import RetentionPolicy, RetentionRun, begins
from intake.rights.requests import record_number
from intake.web.staff.accounts.signing import is_signed, needs_password, password_field
from intake.web.ui.forms import PlainModelForm, Revised, form_page, posted

SHOWN = 20  # numbers of one rule
RUNS = 14
RECORDS = ("draft_days", "withdrawn_days", "declined_days", "accepted_days")
SHORTEST, LONGEST = 30, 36500  # days of a record


class RetentionForm(Revised, PlainModelForm):
    """Days by rule, empty where nothing is erased by it, and the signature."""

    password = password_field()

    class Meta:
        model = RetentionPolicy
        fields = retention.DAYS

    def __init__(self, *args, signs, **kwargs):
        super().__init__(*args, **kwargs)
        if not signs:
            del self.fields["password"]
        for name in retention.DAYS:
            field = self.fields[name]
            least = SHORTEST if name in RECORDS else 1
            text = _("A number of days from {least} to {most}.")
            words = text.format(least=least, most=LONGEST)
            self.fields[name] = forms.IntegerField(
                label=field.label,
                required=name in retention.CLEARED,
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
            Fieldset(_("What is in the way only"), *retention.CLEARED),
            *(["password"] if signs else []),
        )

    def _all(self):
        return [(name, self.fields[name]) for name in retention.DAYS]


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def privacy_retention(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and request.POST.get("_action") == "take_back":
        retention.take_back(by=request.user)
        messages.success(request, _("Taken back. Records are kept as before."))
        return redirect("staff:privacy_retention")
    form = RetentionForm(
        posted(request),
        instance=RetentionPolicy.wanted(),
        signs=needs_password(request),
    )
    if form.is_valid() and is_signed(request, form):
        saved = retention.save_policy(policy=form.instance, by=request.user)
        messages.success(request, _saved_words(saved))
        return redirect("staff:privacy_retention")
    now = timezone.now()
    policy = RetentionPolicy.current(now)
    context = {
        "waiting": [
            _waiting_shown(name, change) for name, change in policy.waiting.items()
        ],
        "grace": retention.GRACE.days,
        "rules": [_rule_shown(policy, rule, now) for rule in retention.Rule],
        "told": retention.to_be_told(policy, now).count(),
        "runs": [_run_shown(one) for one in RetentionRun.objects.all()[:RUNS]],
        "hour": retention.HOUR,
        "notice": retention.NOTICE.days,
    }
    return form_page(request, "staff/privacy/retention.html", form, **context)


def _saved_words(saved: RetentionPolicy) -> str:
    if saved.waiting:
        return _("Saved. Shorter times do not hold yet: see below.")
    return _("Saved. It holds from the coming night on.")


def _waiting_shown(name: str, change: dict) -> dict:
    label = RetentionPolicy._meta.get_field(name).verbose_name
    return {"name": label, "days": change["days"], "at": begins(change)}


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
