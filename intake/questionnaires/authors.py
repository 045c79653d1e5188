"""Who gave the answers that stand: the patient, or staff on the patient's word.

The front desk may see and correct what it entered itself, and nothing else. A version
of a page can hold answers of several people, so this looks at each answer: it belongs
to whoever gave it as it stands, however often it was stored again since.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from intake.accounts.models import User
from intake.domain.answer import SKIPPED, to_data
from intake.domain.questionnaire.answers import ListState

from .again import taken
from .filled import Filled
from .models import SavedPage
from .stored import open_page

# A question left empty, and a list of which nobody has said that it is complete.
SAY_NOTHING = (to_data(SKIPPED), str(ListState.OPEN))
Place = tuple[str, str]


class Authors:
    """The author of every answer that is stored in a response itself."""

    def __init__(self, now: Filled):
        self.now = now
        before = defaultdict(dict, _beneath(now))
        self._by: dict[Place, dict[str, UUID | None]] = defaultdict(dict)
        self._by |= {place: dict.fromkeys(data) for place, data in before.items()}
        for saved, data in _versions(now):
            place = (saved.page, saved.row)
            self._by[place] = {
                name: self._by[place].get(name, saved.by_id)
                if before[place].get(name) == value
                else saved.by_id
                for name, value in data.items()
            }
            before[place] = data

    def own(self, page: str, row: str, user: User) -> frozenset[str]:
        """The names of the answers on a page or row that this person gave."""
        given = self._by.get((page, row), {})
        return frozenset(name for name, by in given.items() if by == user.pk)

    def of(self, page: str, row: str, name: str) -> UUID | None:
        return self._by.get((page, row), {}).get(name)

    def others(self, page: str, row: str, user: User) -> frozenset[str]:
        """The names of the answers on a page or row that this person did not give.

        What says nothing is nobody's.
        """
        latest = self.now.latest(page, row)
        if latest is None:
            return frozenset()
        said = {n for n, value in latest.data.items() if value not in SAY_NOTHING}
        return frozenset(said - self.own(page, row, user))


def _beneath(now: Filled) -> dict[Place, Mapping[str, Any]]:
    """Earlier answers that are carried along without being asked here."""
    if now.base is None or now.again is None:
        return {}
    return {
        place: {n: v for n, v in stored.data.items() if not now.again.is_due(n)}
        for place, stored in taken(now.response, now.base).items()
    }


def _versions(now: Filled) -> Collection[tuple[SavedPage, Mapping[str, Any]]]:
    """Every version of every page and row, the first one first."""
    response = now.response
    opened = [
        (saved, open_page(saved, response.patient))
        for saved in response.saved_pages.all()
    ]
    return sorted(opened, key=lambda version: version[0].number)
