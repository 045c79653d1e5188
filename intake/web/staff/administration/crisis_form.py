"""The form for crisis numbers, and for the words around them in one language."""

from collections.abc import Iterator
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.education.models import ArticlePage
from intake.practice.models import CrisisRecord
from intake.web.ui.forms import PlainModelForm, Revised

from . import crisis_lines
from .admin_forms import checked_phone
from .crisis_lines import number_field

MAIN_LANGUAGE = "en"
WORDS = ("line_name", "line_hours", "line_note", "chat_name", "contact_promise")
SPARE_LINES = 1  # empty ones to add to
FEWEST_DIGITS = 2


class CrisisForm(Revised, PlainModelForm):
    """Numbers for everybody, and words for readers of one language.

    Further lines are inputs ``line_0_who``, ``line_0_how`` and so on; a line whose
    inputs are emptied is taken away.
    """

    line_number = number_field(
        gettext_lazy("Number to call"),
        error_messages={"required": gettext_lazy("Write the number of a crisis line.")},
    )
    line_text_number = number_field(gettext_lazy("Number to text"), required=False)
    chat_url = forms.URLField(
        label=gettext_lazy("Address of the chat"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Write an address: https://…")},
    )
    emergency_number = number_field(
        gettext_lazy("Emergency number"),
        error_messages={"required": gettext_lazy("Write the emergency number.")},
    )
    line_name = forms.CharField(
        label=gettext_lazy("Name of the crisis line"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write the name of the line.")},
    )
    line_hours = forms.CharField(
        label=gettext_lazy("When it answers"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As people should read it: Open day and night"),
    )
    line_note = forms.CharField(
        label=gettext_lazy("What people should know about it"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    chat_name = forms.CharField(
        label=gettext_lazy("Name of the chat"), required=False, max_length=200
    )
    contact_promise = forms.CharField(
        label=gettext_lazy("What you promise after an alarming answer"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "People in distress rely on it. Promise only what you do every day."
        ),
        error_messages={"required": gettext_lazy("Write what you promise.")},
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("Somebody tried all these numbers today, and they work."),
        required=False,
    )

    class Meta:
        model = CrisisRecord
        fields = ("line_number", "line_text_number", "chat_url", "emergency_number")

    def __init__(self, *args, instance: CrisisRecord, language: str, **kwargs):
        self.language = language
        self.former = dict(instance.words.get(language, {}))
        lines = self.former.get("others", [])
        self.lines: list[dict[str, Any]] = [*lines, *[{} for _n in range(SPARE_LINES)]]
        self.template_layout = tuple(self._layout())
        initial = {word: self.former.get(word, "") for word in WORDS}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["confirmed"].optional = False
        for word in ("line_name", "contact_promise"):
            self.fields[word].required = language == MAIN_LANGUAGE
        for place, line in enumerate(self.lines):
            for name, field in crisis_lines.line_fields(line).items():
                self.fields[_input(place, name)] = field

    def _layout(self) -> Iterator[Fieldset]:
        yield Fieldset(
            _("Crisis line and emergency"),
            "line_number",
            "line_text_number",
            "chat_url",
            "emergency_number",
        )
        yield Fieldset(_("Words"), *WORDS)
        for place, line in enumerate(self.lines):
            title = line.get("who") or _("One more line, if you need it")
            inputs = [_input(place, name) for name in crisis_lines.NAMES]
            yield Fieldset(title, *inputs)
        yield Fieldset(_("Are the numbers right?"), "confirmed")

    def clean(self):
        cleaned = super().clean()
        for name in ("line_number", "line_text_number", "emergency_number"):
            self._check_number(name)
        for place in range(len(self.lines)):
            self._check_line(place)
        return cleaned

    def record(self) -> CrisisRecord:
        """The record with what was typed; an action stores it."""
        said = ((word, self.cleaned_data[word]) for word in WORDS)
        words = {word: text for word, text in said if text or word in self.former}
        typed = [self._values(place) for place in range(len(self.lines))]
        others = [
            crisis_lines.stored(values, former, self.language)
            for values, former in zip(typed, self.lines, strict=True)
            if not crisis_lines.is_empty(values)
        ]
        texts = {**self.former, **words, "others": others}
        self.instance.words = {**self.instance.words, self.language: texts}
        return self.instance

    def _check_line(self, place: int) -> None:
        values = self._values(place)
        if crisis_lines.is_empty(values):
            return
        for name, advice in [
            ("who", _("Write who answers, or empty the whole line.")),
            ("how", _("Write what to do, or empty the whole line.")),
        ]:
            if not values[name]:
                self.add_error(_input(place, name), advice)
        self._check_number(_input(place, "call"))
        self._check_number(_input(place, "text"))
        if strange := crisis_lines.strange_pages(values["pages"], self.articles):
            advice = _("No article has the code {codes}. Look at the foot of the page.")
            self.add_error(_input(place, "pages"), advice.format(codes=strange))

    @cached_property
    def articles(self) -> set[str]:
        """The codes of all articles, published or not."""
        return set(ArticlePage.objects.values_list("article_code", flat=True))

    def _check_number(self, name: str) -> None:
        try:
            checked_phone(self.cleaned_data.get(name, ""), FEWEST_DIGITS)
        except forms.ValidationError as refusal:
            self.add_error(name, refusal)

    def _values(self, place: int) -> dict[str, Any]:
        return {
            name: self.cleaned_data.get(_input(place, name), "")
            for name in crisis_lines.NAMES
        }


def _input(place: int, name: str) -> str:
    return f"line_{place}_{name}"
