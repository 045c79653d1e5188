"""Kinds of alerts and how long they waited, as people read them."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.safety.models import Alert
from intake.safety.times import BY_THE_BODY, Waited
from intake.web.ui.words import badge

MINUTE, HOUR, DAY = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
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


def time_in_words(time: timedelta | None) -> str:
    """In the two units that matter: 3 h 20 min, 2 days 4 h; a dash for none."""
    if time is None:
        return "–"
    if time < MINUTE:
        return _("under 1 min")
    days, rest = divmod(time, DAY)
    hours, minutes = rest // HOUR, (rest % HOUR) // MINUTE
    parts = [
        ngettext("%d day", "%d days", days) % days if days else "",
        _("%d h") % hours if hours else "",
        _("%d min") % minutes if minutes and not days else "",
    ]
    return " ".join(part for part in parts if part)
