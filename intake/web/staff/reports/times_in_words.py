"""How long something took, as people read it."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)


def minutes_in_words(minutes: int) -> str:
    """8 h, 1 h 30 min, 15 min. Never days: a staffed day is shorter than a day."""
    hours, rest = divmod(minutes, 60)
    parts = [_("%d h") % hours if hours else "", _("%d min") % rest if rest else ""]
    return " ".join(part for part in parts if part) or _("%d min") % 0


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
