"""What colleagues, a task or a promised call ask of one person, over all cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from intake.accounts.models import User
from intake.practice.models import Organisation

from .models import Contact, HandOver, Mention, Task

MOST = 50


@dataclass(frozen=True)
class ForYou:
    """What waits for one person ``today``; tasks that are due, the oldest first."""

    mentions: Sequence[Mention]
    hand_overs: Sequence[HandOver]
    tasks: Sequence[Task]
    tries: Sequence[Contact]
    today: date

    def __len__(self) -> int:
        return sum(map(len, (self.mentions, self.hand_overs, self.tasks, self.tries)))

    @property
    def stamp(self) -> tuple:
        """Another one when something else waits; it says nothing of anybody."""
        return tuple(
            tuple(entry.pk for entry in part)
            for part in (self.mentions, self.hand_overs, self.tasks, self.tries)
        )


def for_you(user: User) -> ForYou:
    """In a fixed number of queries, however much it is."""
    today = Organisation.current().today()
    mentions = Mention.objects.unseen_by(user).select_related("note__case", "note__by")
    hand_overs = HandOver.objects.waiting_for(user).select_related("case", "by", "to")
    tasks = Task.objects.meant_for(user).open().filter(due_on__lte=today)
    tries = Contact.objects.tries_due(user, today).select_related("case")
    return ForYou(
        mentions=list(mentions[:MOST]),
        hand_overs=list(hand_overs[:MOST]),
        tasks=list(tasks.select_related("case__patient", "by")[:MOST]),
        tries=list(tries.order_by("next_try_on", "pk")[:MOST]),
        today=today,
    )
