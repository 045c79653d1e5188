"""Forms for the clocks, hours, rota and escalation of alerts."""

import re
from datetime import date

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.accounts import directory
from intake.accounts.models import User
from intake.domain.hours import DAY
from intake.practice.crisis_texts import MAIN_LANGUAGE
from intake.practice.models import Location
from intake.safety.models import RotaStand, RotaTurn, SafetyPolicy
from intake.safety.policy import WEEKDAYS, shipped
from intake.web.staff.administration.crisis_lines import LANGUAGES
from intake.web.ui.forms import PlainForm, Revised
from intake.web.ui.words import BADGES

LONGEST_CLOCK = 14 * DAY  # minutes
STEPS = 5
SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})", re.ASCII)
MEDICAL = {
    "medical_emergency": _("Medical emergency"),
    "medical_same_day": _("Medical, same day"),
}
CHOOSE_PERSON = {"required": _("Choose a person.")}


def clock_names() -> list[tuple[str, str]]:
    """The levels that have a clock, with their words, in the order that ships."""
    words = {code: badge.label for code, badge in BADGES["level"].items()} | MEDICAL
    return [(name, words[name]) for name in shipped()["clocks"]]


def _minutes(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=LONGEST_CLOCK,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Write a whole number of minutes, from 1 to 20160 (two weeks)."),
        ),
    )


class ClocksForm(Revised, PlainForm):
    """Minutes a level, and when they count."""

    strict = forms.BooleanField(
        label=_("A wish to be dead counts as same day"),
        required=False,
        help_text=_(
            "Without the tick, a yes to the first or second ASQ question alone counts "
            "as moderate. Thoughts of killing oneself and attempts are never lowered."
        ),
    )

    def __init__(self, *args, policy: SafetyPolicy, strict: bool, **kwargs):
        initial = {"strict": strict}
        for name, clock in policy.clocks.items():
            initial |= {f"{name}_{key}": value for key, value in clock.items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["strict"].optional = False
        parts = [Fieldset(_("Strictness"), "strict")]
        for name, label in clock_names():
            self._add(name)
            fields = [f"{name}_{key}" for key in ("acknowledge", "contact", "always")]
            parts.append(Fieldset(label, *fields))
        self.helper.layout = Layout(*parts)

    def _add(self, name: str) -> None:
        always = forms.BooleanField(
            label=_("Also at night, on weekends and holidays"), required=False
        )
        always.optional = False
        self.fields[f"{name}_acknowledge"] = _minutes(_("Minutes to take it on"))
        self.fields[f"{name}_contact"] = _minutes(_("Minutes to try to call"))
        self.fields[f"{name}_always"] = always

    def clocks(self) -> dict[str, dict]:
        keys = ("acknowledge", "contact", "always")
        return {
            name: {key: self.cleaned_data[f"{name}_{key}"] for key in keys}
            for name, _label in clock_names()
        }


class HoursForm(Revised, PlainForm):
    """When somebody is there, and what patients read when nobody is."""

    holidays = forms.CharField(
        label=_("Holidays"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One date on each line, such as 2027-01-01. Nobody is there then."),
    )

    def __init__(self, *args, policy: SafetyPolicy, **kwargs):
        initial = {"holidays": "\n".join(f"{day}" for day in sorted(policy.holidays))}
        for day, _label in WEEKDAYS:
            spans = policy.week.get(str(day), [])
            initial[f"day_{day}"] = ", ".join(_span_words(span) for span in spans)
        for code, _name in LANGUAGES:
            initial[f"closed_{code}"] = _words(policy, code)
        super().__init__(*args, initial=initial, **kwargs)
        days = [self._add_day(day, label) for day, label in WEEKDAYS]
        words = [self._add_words(code, name) for code, name in LANGUAGES]
        words += [self._add_tick(policy, *pair) for pair in LANGUAGES[1:]]
        self.fields["holidays"].optional = False
        self.helper.layout = Layout(
            Fieldset(_("Staffed hours"), *days, "holidays"),
            Fieldset(_("What patients in need read while you are closed"), *words),
        )

    def _add_day(self, day: int, label: str) -> str:
        name = f"day_{day}"
        self.fields[name] = SpansField(label=label, required=False)
        self.fields[name].optional = False
        return name

    def _add_words(self, code: str, name: str) -> str:
        field = forms.CharField(
            label=name,
            required=False,
            max_length=400,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("One or two short sentences. Write no number here."),
        )
        field.optional = False
        self.fields[f"closed_{code}"] = field
        return f"closed_{code}"

    def _add_tick(self, policy: SafetyPolicy, code: str, name: str) -> str:
        shown, hidden = _("It is shown now."), _("Nobody sees it now.")
        tick = forms.BooleanField(
            label=_(
                "I speak %(language)s well. I have read the words in it, and they may "
                "be shown."
            )
            % {"language": name},
            required=False,
            help_text=shown if code in policy.languages else hidden,
        )
        tick.optional = False
        self.fields[f"confirmed_{code}"] = tick
        return f"confirmed_{code}"

    def clean_holidays(self) -> list[date]:
        lines = [line.strip() for line in self.cleaned_data["holidays"].splitlines()]
        try:
            return sorted({date.fromisoformat(line) for line in lines if line})
        except ValueError:
            raise forms.ValidationError(
                _("Write one date on each line, such as 2027-01-01.")
            ) from None

    def clean(self):
        cleaned = super().clean()
        for code, _name in LANGUAGES:
            if re.search(r"\d{3}", cleaned.get(f"closed_{code}", "")):
                self.add_error(
                    f"closed_{code}",
                    _("Leave numbers out: those to call stand beside it already."),
                )
        return cleaned

    def values(self) -> dict:
        given = self.cleaned_data
        week = {str(day): given[f"day_{day}"] for day, _label in WEEKDAYS}
        words = {code: given[f"closed_{code}"] for code, _name in LANGUAGES}
        return {
            "week": {day: spans for day, spans in week.items() if spans},
            "holidays": given["holidays"],
            "out_of_hours": {code: text for code, text in words.items() if text},
        }

    def confirmed(self) -> list[str]:
        """The languages in which somebody has read the words that stand there."""
        given = self.cleaned_data
        codes = [code for code, _name in LANGUAGES[1:] if given[f"closed_{code}"]]
        return [code for code in codes if given[f"confirmed_{code}"]]


def _words(policy: SafetyPolicy, code: str) -> str:
    """What is stored in a language, else what ships; English may be left out."""
    others = {} if code == MAIN_LANGUAGE else shipped()["out_of_hours"]
    return policy.out_of_hours.get(code) or others.get(code, "")


class SpansField(forms.CharField):
    """Hours of one day, as ``9:00-12:00, 13:00-17:00``; minutes after midnight."""

    def __init__(self, **kwargs):
        help_text = _("Such as 9:00-17:00 or 9:00-12:00, 13:00-17:00. Empty: closed.")
        super().__init__(max_length=100, help_text=help_text, **kwargs)

    def clean(self, value) -> list[list[int]]:
        text = super().clean(value).strip()
        return [_span(part) for part in text.split(",")] if text else []


def _span(text: str) -> list[int]:
    found = SPAN.fullmatch(text.strip())
    hours = [int(part) for part in found.groups()] if found else []
    if not hours or max(hours[1], hours[3]) > 59:
        raise forms.ValidationError(_("Write hours such as 9:00-17:00."))
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if not start < end <= DAY:
        raise forms.ValidationError(_("Each span has to end after it begins."))
    return [start, end]


def _span_words(span: list[int]) -> str:
    return "-".join(f"{minute // 60}:{minute % 60:02}" for minute in span)


class CoverForm(Revised, PlainForm):
    """To whom a new alert goes."""

    by_rota = forms.TypedChoiceField(
        label=_("Who gets a new alert"),
        choices=[
            ("no", _("Everybody of the site who can take alerts")),
            ("yes", _("Whoever the rota names; everybody where it names nobody")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


def _people() -> list[tuple[str, str]]:
    people = sorted(directory.alert_recipients(), key=lambda person: person.name)
    return [(str(person.pk), person.name) for person in people]


class _RotaForm(PlainForm):
    """What a turn and a stand-in share: who, and for which site."""

    person = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), error_messages=CHOOSE_PERSON
    )
    site = forms.ModelChoiceField(
        label=_("Site"),
        queryset=Location.objects.none(),
        required=False,
        empty_label=_("All sites"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = directory.alert_recipients().order_by("name")
        self.fields["site"].queryset = Location.objects.all()
        self.fields["site"].optional = False

    def clean(self):
        cleaned = super().clean()
        person, site = cleaned.get("person"), cleaned.get("site")
        if person and site and not person.sites.filter(pk=site.pk).exists():
            self.add_error("site", _("This person does not work at this site."))
        return cleaned


class TurnForm(_RotaForm):
    """Somebody's turns: the same hours on some days of every week."""

    days = forms.TypedMultipleChoiceField(
        label=_("Days"),
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    starts = forms.TimeField(
        label=_("From"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("Write a time, such as 09:00.")
        ),
    )
    ends = forms.TimeField(
        label=_("To"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("A time at or before the first means the next day."),
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("Write a time, such as 17:00.")
        ),
    )
    template_layout = ("person", "days", "starts", "ends", "site")

    def turns(self) -> list[RotaTurn]:
        given = self.cleaned_data
        shared = {name: given[name] for name in ("person", "site", "starts", "ends")}
        return [RotaTurn(weekday=day, **shared) for day in given["days"]]


class StandForm(_RotaForm):
    """Somebody who stands in for a time."""

    starts_at = forms.DateTimeField(
        label=_("From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("Write a date and a time.")
        ),
    )
    ends_at = forms.DateTimeField(
        label=_("To"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("Write a date and a time.")
        ),
    )
    template_layout = ("person", "starts_at", "ends_at", "site")

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("It has to end after it begins."))
        return cleaned

    def stand(self) -> RotaStand:
        names = ("person", "site", "starts_at", "ends_at")
        return RotaStand(**{name: self.cleaned_data[name] for name in names})


class ChainForm(Revised, PlainForm):
    """Whom to turn to, one after the other; each person once."""

    def __init__(self, *args, chain: list[User], **kwargs):
        initial = {f"step_{n}": str(person.pk) for n, person in enumerate(chain, 1)}
        super().__init__(*args, initial=initial, **kwargs)
        people = [("", _("Nobody")), *_people()]
        for number in range(1, STEPS + 1):
            field = forms.ChoiceField(
                label=_("Step {n}").format(n=number), choices=people, required=False
            )
            field.optional = False
            self.fields[f"step_{number}"] = field
        self.helper.layout = self.helper.build_default_layout(self)

    def clean(self):
        cleaned = super().clean()
        seen = set()
        for name in self.fields:
            chosen = cleaned.get(name)
            if chosen and chosen in seen:
                self.add_error(name, _("This person stands above already."))
            seen.add(chosen)
        return cleaned

    def people(self) -> list[User]:
        ids = [value for value in self.cleaned_data.values() if value]
        known = {str(person.pk): person for person in directory.alert_recipients()}
        return [known[person_id] for person_id in ids]
