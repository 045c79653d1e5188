"""Kinds of alerts and how long they waited, as people read them."""

from django.utils.translation import gettext as _

from intake.safety.models import Alert
from intake.safety.times import BY_THE_BODY, Waited
from intake.web.staff.reports.times_in_words import time_in_words
from intake.web.ui.words import badge

BODY = dict(
    zip(BY_THE_BODY, (Alert.Medical.EMERGENCY, Alert.Medical.SAME_DAY), strict=True)
)


def kind_in_words(kind: str) -> str:
    """A level, or what the body needs."""
    return str(BODY[kind].label if kind in BODY else badge("level", kind).label)


def told(one: Waited) -> str:
    """What was done with an alert, and after how long."""
    taken, reached = one.to_acknowledge, one.to_contact
    parts = [
        _("taken on after {time}").format(time=time_in_words(taken))
        if taken is not None
        else _("not taken on"),
        _("reached after {time}").format(time=time_in_words(reached))
        if reached is not None
        else _("not reached"),
    ]
    if one.to_close is not None:
        parts.append(_("closed after {time}").format(time=time_in_words(one.to_close)))
    return ", ".join(parts)
