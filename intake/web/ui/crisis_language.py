"""In which language help is shown: the one asked for, if its words are confirmed."""

from django.http import HttpRequest

from intake.practice.models import CrisisRecord
from intake.web.errors import crisis_record

ASKED = "lang"


def crisis_spoken(request: HttpRequest, own: str = "") -> dict[str, CrisisRecord]:
    """The crisis record as context of a page, also when the rest is in English.

    Args:
        own: The language that the person prefers, if it is known.
    """
    record = crisis_record(ask=True)
    if chosen := request.GET.get(ASKED, ""):
        return {"crisis": record.speaking(chosen, chosen=True)}
    return {"crisis": record.speaking(own) if own else record}
