"""What staff wrote in a case, as its page shows it."""

from typing import Any

from django.db.models import Prefetch

from intake.accounts.models import User
from intake.coordination import hand_overs, tags
from intake.coordination.entries import words_of
from intake.coordination.for_you import ForYou
from intake.coordination.models import Entry, Mention, Note, Task
from intake.practice.models import Organisation
from intake.review.models import Case


def coordination_shown(case: Case, user: User) -> dict[str, Any]:
    """Tags, tasks and contacts; for clinicians notes and hand-overs too."""
    today = Organisation.current().today()
    visible = Task.objects.visible_to(user).filter(case=case)
    tasks = [
        _told(task, case, is_late=task.due_on < today)
        for task in visible.select_related("by", "for_person", "ended_by")
    ]
    shown = {
        "tags": tags.on(case),
        "tasks": [task for task in tasks if task["entry"].is_open],
        "ended": [task for task in tasks if not task["entry"].is_open],
        "contacts": [_told(c, case) for c in case.contacts.select_related("by")],
    }
    if user.is_clinical:
        shown |= {"notes": _notes(case, user), "hand_overs": _hand_overs(case)}
    return shown


def _told(entry: Entry, case: Case, **more: Any) -> dict[str, Any]:
    return {"entry": entry, "words": words_of(entry, case), **more}


def _notes(case: Case, user: User) -> list[dict[str, Any]]:
    """The newest first; one that was corrected stands beneath its correction."""
    people = Prefetch("mentions", Mention.objects.select_related("person"))
    notes = list(case.notes.select_related("by").prefetch_related(people))
    corrections: dict[int, Note] = {note.pk: note for note in notes}
    replaced = {note.corrects_id for note in notes}
    return [
        _told(
            note,
            case,
            is_own=note.by_id == user.pk,
            is_for_you=any(_waits_for(user, one) for one in note.mentions.all()),
            earlier=_earlier(note, corrections, case),
        )
        for note in notes
        if note.pk not in replaced
    ]


def _waits_for(user: User, mention: Mention) -> bool:
    return mention.person_id == user.pk and mention.seen_at is None


def _earlier(note: Note, by_id: dict[int, Note], case: Case) -> list[dict[str, Any]]:
    """What a note said before it was corrected, the latest first."""
    earlier = []
    while note.corrects_id:
        note = by_id[note.corrects_id]
        earlier.append(_told(note, case))
    return earlier


def _hand_overs(case: Case) -> list[dict[str, Any]]:
    return [
        _told(one, case, reply=hand_overs.reply_of(one, case))
        for one in case.handovers.select_related("by", "to")
    ]


def for_you_shown(waits: ForYou) -> dict[str, Any]:
    """What waits for one person; only tasks are told in words."""
    return {
        "count": len(waits),
        "mentions": waits.mentions,
        "hand_overs": waits.hand_overs,
        "tasks": [
            _told(task, task.case, is_late=task.due_on < waits.today)
            for task in waits.tasks
        ],
        "tries": waits.tries,
    }
