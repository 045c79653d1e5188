"""The page for what only the clinic can say to readers of the portal."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_http_methods

from intake.domain.safe_messaging import harmful
from intake.practice import actions
from intake.practice.models import Organisation
from intake.web.ui.forms import PlainModelForm, Revised, form_page, posted

LONGEST = 4000


class OwnWordsForm(Revised, PlainModelForm):
    """Prices, the rule before a drip, and answers to what readers may ask a clinic."""

    prices_on = forms.DateField(
        label=_later("Prices as of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_later("After a year, the page tells readers that they are old."),
    )

    class Meta:
        model = Organisation
        fields = ("prices", "prices_on", "drip_rule", "own_answers")
        help_texts = {
            "prices": _later(
                "One line for each: what it is, and what it costs. Name all costs: the "
                "first visit, each treatment, follow-up, and what you ask for ahead of "
                "time. Leave it empty, and the page says that you give none yet."
            ),
            "drip_rule": _later(
                "When to stop eating and drinking before a drip, a line for each rule."
            ),
            "own_answers": _later(
                "Who assesses patients and who is in the building, how you measure if "
                "it helps, when you stop, whom to call at night. A line for each."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = {name: getattr(self.instance, name) for name in self._texts()}

    def clean(self):
        cleaned = super().clean()
        for name in self._texts():
            self._check(name, cleaned.get(name, ""))
        given = cleaned.get("prices_on")
        if cleaned.get("prices") and not given and "prices_on" not in self.errors:
            self.add_error("prices_on", _("Write the day from which these hold."))
        if given and given > self.instance.today():
            self.add_error("prices_on", _("Write a day that has come."))
        return cleaned

    def dated(self) -> Organisation:
        """The clinic with these words; what changed is of today."""
        organisation = self.instance
        if not organisation.prices:
            organisation.prices_on = None
        for name in ("drip_rule", "own_answers"):
            words = getattr(organisation, name)
            if words != self.before[name]:
                day = organisation.today() if words else None
                setattr(organisation, f"{name}_on", day)
        return organisation

    def _check(self, name: str, words: str) -> None:
        if len(words) > LONGEST:
            self.add_error(name, _("Write at most 4000 characters."))
        for remark in harmful(words):
            problem = _("“{found}” can harm readers; say it otherwise.")
            self.add_error(name, problem.format(found=remark.found))

    def _texts(self) -> tuple[str, ...]:
        return ("prices", "drip_rule", "own_answers")


@require_http_methods(["GET", "HEAD", "POST"])
def own_words(request: HttpRequest) -> HttpResponse:
    form = OwnWordsForm(posted(request), instance=Organisation.current())
    if form.is_valid():
        actions.save_organisation(organisation=form.dated(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("staff:own_words")
    return form_page(request, "staff/admin/own_words.html", form)
