"""Forms for what staff write down in a case."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.accounts.models import User
from intake.accounts.roles import CARE_TEAM, Role
from intake.coordination.contacts import Attempt
from intake.coordination.hand_overs import Offer
from intake.coordination.models import Contact, Tag
from intake.coordination.notes import Written
from intake.coordination.tasks import Wanted
from intake.practice.models import Organisation
from intake.web.staff.cases.case_forms import LONGEST
from intake.web.ui.forms import PlainForm

SOON = timedelta(minutes=5)  # a clock that is a little fast
FURTHEST = timedelta(days=366)
ME = "me"
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
BAD_DATE = _("Write a date, such as 2027-03-14.")


def _required(text) -> dict:
    return dict.fromkeys(("required", "invalid_choice", "invalid_list"), text)


def _words(label, *, rows: int = 4, **kwargs) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=area, **kwargs)


def _people(people: Iterable[User]) -> list[tuple[str, str]]:
    return [(str(person.pk), person.name) for person in people]


class NoteForm(PlainForm):
    """What the note says, and who is asked to read it."""

    words = _words(_("Note"), error_messages=_required(_("Write the note.")))
    mentions = forms.MultipleChoiceField(
        label=_("Ask a colleague to read it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They find it on their worklist, and get a message without names."),
        error_messages=_required(_("Choose colleagues who may see this case.")),
    )

    def __init__(self, *args, readers: Sequence[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.readers = {str(person.pk): person for person in readers}
        self.fields["mentions"].optional = False
        self.fields["mentions"].choices = [
            (pk, f"@{person.name}") for pk, person in self.readers.items()
        ]
        if not readers:
            del self.fields["mentions"]
            self.helper.layout = None

    def written(self, key: UUID) -> Written:
        given = self.cleaned_data
        people = [self.readers[pk] for pk in given.get("mentions", ())]
        return Written(given["words"], key, people)


class TaskForm(PlainForm):
    """What is to be done, by whom, by when."""

    words = _words(
        _("What is to be done"),
        rows=2,
        help_text=_(
            "The front desk can read tasks for the front desk. Write no answers "
            "and no findings there."
        ),
        error_messages=_required(_("Write what is to be done.")),
    )
    whose = forms.ChoiceField(
        label=_("Who does it"),
        error_messages=_required(_("Choose who does it.")),
    )
    due_on = forms.DateField(
        label=_("By"), widget=DATE, error_messages={"required": BAD_DATE}
    )

    def __init__(self, *args, doers: Sequence[User], by: User, **kwargs):
        super().__init__(*args, **kwargs)
        others = [person for person in doers if person.pk != by.pk]
        self.people = {str(person.pk): person for person in others} | {ME: by}
        roles = [(role.value, role.label) for role in Role if role in CARE_TEAM]
        self.fields["due_on"].error_messages["invalid"] = BAD_DATE
        self.fields["whose"].choices = [
            (ME, _("Me")),
            (_("Whoever has the role"), roles),
            (_("Colleagues"), _people(others)),
        ]

    def clean_due_on(self) -> date:
        return _in_reach(self.cleaned_data["due_on"])

    def wanted(self, key: UUID) -> Wanted:
        given = self.cleaned_data
        person = self.people.get(given["whose"])
        role = None if person else Role(given["whose"])
        return Wanted(given["words"], given["due_on"], key, person, role)


def _in_reach(day: date) -> date:
    """A day from today on that is not a slip of the pen."""
    today = Organisation.current().today()
    if day < today:
        raise forms.ValidationError(_("This day is over. Choose today or a later one."))
    if day > today + FURTHEST:
        raise forms.ValidationError(_("Choose a day within a year."))
    return day


class ContactForm(PlainForm):
    """How, when, what came of it, and when one tries again."""

    channel = forms.ChoiceField(
        label=_("How"),
        choices=Contact.Channel.choices,
        initial=Contact.Channel.PHONE,
        error_messages=_required(_("Choose how.")),
    )
    result = forms.ChoiceField(
        label=_("What came of it"),
        choices=[
            pair
            for pair in Contact.Result.choices
            if pair[0] != Contact.Result.NO_CONTACT
        ],
        widget=forms.RadioSelect,
        error_messages=_required(_("Choose what came of it.")),
    )
    when = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        help_text=_("Leave it empty if it was just now. Clinic time."),
        error_messages={"invalid": _("Write a date and a time.")},
    )
    words = _words(
        _("Note"),
        rows=2,
        required=False,
        help_text=_("What was agreed. The front desk can read it."),
    )
    next_try_on = forms.DateField(
        label=_("Try again on"),
        required=False,
        widget=DATE,
        help_text=_("On this day it stands under 'For you' on your worklist."),
        error_messages={"invalid": BAD_DATE},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("when", "words", "next_try_on"):
            self.fields[name].optional = False

    def clean_when(self):
        when = self.cleaned_data["when"] or timezone.now()
        if when > timezone.now() + SOON:
            raise forms.ValidationError(_("This time has not come yet."))
        if when < timezone.now() - FURTHEST:
            raise forms.ValidationError(_("This is more than a year ago."))
        return when

    def clean_next_try_on(self) -> date | None:
        day = self.cleaned_data["next_try_on"]
        return day and _in_reach(day)

    def attempt(self, key: UUID) -> Attempt:
        given = self.cleaned_data
        return Attempt(
            channel=given["channel"],
            result=given["result"],
            at=given["when"],
            key=key,
            words=given["words"],
            next_try_on=given["next_try_on"],
        )


class HandOverForm(PlainForm):
    """To whom, and what is left to do."""

    to = forms.ChoiceField(
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages=_required(_("Choose a colleague.")),
    )
    left = _words(
        _("What is left to do"),
        error_messages=_required(_("Write what is left to do.")),
    )

    def __init__(self, *args, colleagues: Sequence[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.colleagues = {str(person.pk): person for person in colleagues}
        self.fields["to"].choices = _people(colleagues)

    def offer(self, key: UUID) -> Offer:
        given = self.cleaned_data
        return Offer(self.colleagues[given["to"]], given["left"], key)


class ReplyForm(PlainForm):
    """Why a hand-over is declined."""

    why = _words(
        _("If you decline: why"),
        rows=2,
        required=False,
    )

    def __init__(self, *args, declines: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].optional = False
        self.fields["why"].required = declines
        self.fields["why"].error_messages = _required(_("Write why you decline."))


class CaseTagsForm(PlainForm):
    """Which of the clinic's tags a case has."""

    tags = forms.TypedMultipleChoiceField(
        label=_("Tags"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tags are for sorting work. Everybody at the clinic can read them: they "
            "must not say anything of health."
        ),
        error_messages=_required(_("Choose tags of this list.")),
    )

    def __init__(self, *args, tags: Sequence[Tag], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tags"].optional = False
        self.fields["tags"].choices = [(tag.pk, tag.name) for tag in tags]
