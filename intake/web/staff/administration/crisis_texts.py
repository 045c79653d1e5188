"""The sentences that stand around the crisis numbers, in one language."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.practice import actions, crisis_texts
from intake.practice.crisis_texts import MAIN_LANGUAGE
from intake.practice.models import CrisisRecord
from intake.web.ui.forms import PlainForm, Revised, form_page, posted

from . import crisis_lines

LONGEST = 600  # characters
PROBLEMS = {
    "missing": gettext_lazy("Write this sentence."),
    "number": gettext_lazy(
        "Keep the same words in curly brackets as above: they become the numbers."
    ),
    "digits": gettext_lazy(
        "Write {line}, {text} or {emergency} instead of a number, so that it changes "
        "with the others."
    ),
}
CONFIRM = "_confirmed"


class TextsForm(Revised, PlainForm):
    """One input for each sentence, under the sentence that ships in English."""

    def __init__(self, *args, record: CrisisRecord, language: str, **kwargs):
        stored = record.words.get(language, {}).get("texts", {})
        known = {**crisis_texts.shipped_texts(language), **stored}
        super().__init__(*args, initial=known, **kwargs)
        english = crisis_texts.shipped_texts(MAIN_LANGUAGE)
        self.fields = {name: _sentence(text) for name, text in english.items()}
        if language != MAIN_LANGUAGE:
            self.fields[CONFIRM] = forms.BooleanField(
                label=_(
                    "I speak this language well. I have read everything that stands "
                    "here and among the help numbers in it, and it may be shown."
                ),
                required=False,
            )
            self.fields[CONFIRM].optional = False
        self.helper.layout = self.helper.build_default_layout(self)

    def clean(self):
        cleaned = super().clean()
        for name, problem in crisis_texts.problems(self.texts()):
            self.add_error(name, PROBLEMS[problem])
        return cleaned

    def texts(self) -> dict[str, str]:
        return {n: self.cleaned_data.get(n, "") for n in crisis_texts.names()}


def _sentence(english: str) -> forms.CharField:
    field = forms.CharField(
        label=english,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field.optional = False
    return field


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest) -> HttpResponse:
    record = get_object_or_404(CrisisRecord, pk=1)
    languages = dict(crisis_lines.LANGUAGES)
    asked = request.GET.get("language", "")
    language = asked if asked in languages else MAIN_LANGUAGE
    form = TextsForm(posted(request), record=record, language=language)
    if form.is_valid():
        actions.save_crisis_texts(
            language=language,
            texts=form.texts(),
            confirmed=form.cleaned_data.get(CONFIRM, False),
            by=request.user,
        )
        messages.success(request, _("Saved."))
        return redirect(request.get_full_path())
    context = {
        "languages": languages.items(),
        "language": language,
        "is_shown": language in record.languages,
        "lines": record.words.get(language, {}),
    }
    return form_page(request, "staff/admin/crisis_texts.html", form, **context)
