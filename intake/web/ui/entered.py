"""How answers came in, where they did not come from the patient's own hand."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.accounts.models import User
from intake.patients.modes import Mode
from intake.questionnaires.filled import Filled
from intake.questionnaires.stored import Stored

from .answers_shown import Beside

FOR_PATIENTS = {
    Mode.PHONE: gettext_lazy("Entered by phone with our staff on {date}"),
    Mode.PAPER: gettext_lazy("Entered by our staff from your paper on {date}"),
    Mode.IN_PERSON: gettext_lazy("Entered in person with our staff on {date}"),
}
FOR_STAFF = {
    Mode.PHONE: gettext_lazy("By phone, entered by {name} on {date}"),
    Mode.PAPER: gettext_lazy("From paper, entered by {name} on {date}"),
    Mode.IN_PERSON: gettext_lazy("In person, entered by {name} on {date}"),
}


class EnteredForPatients(Beside):
    """That staff entered an answer, how and when; not who."""

    def entered(self, stored: Stored) -> str:
        words = FOR_PATIENTS.get(stored.mode)
        return words.format(date=_date(stored)) if words else ""


class EnteredForStaff(Beside):
    """Who entered an answer, how and when, and whether the questions were read out."""

    def __init__(self, now: Filled):
        stored = (s for view in now.versions for s in view.stored.values())
        entered = {s.by_id for s in stored if s.mode in FOR_STAFF}
        people = User.objects.filter(pk__in=entered - {None}) if entered else ()
        self.names = {person.pk: person.name for person in people}

    def entered(self, stored: Stored) -> str:
        words = FOR_STAFF.get(stored.mode)
        if words is None:
            return ""
        name = self.names.get(stored.by_id) or _("a colleague")
        line = words.format(name=name, date=_date(stored))
        if not stored.read_out:
            return line
        return _("{line}, read out word for word").format(line=line)


def _date(stored: Stored) -> str:
    return date_format(stored.on, "j F Y")
