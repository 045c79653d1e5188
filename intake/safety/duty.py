"""Who can take an alert of a site, and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from intake.accounts import directory
from intake.accounts.models import User
from intake.accounts.roles import Role

from .policy import ChainStep, SafetyPolicy, rota


@dataclass(frozen=True)
class Team:
    """Everybody who can open the alerts of a site, by name; of any site without one."""

    site_id: int | None

    @cached_property
    def everybody(self) -> list[User]:
        people = directory.alert_recipients()
        if self.site_id is not None:
            people = people.filter(sites=self.site_id)
        return sorted(people, key=lambda person: (person.name, str(person.pk)))

    def on_call(self, policy: SafetyPolicy, now: datetime) -> list[User]:
        """Whom the rota names now; nobody where the clinic keeps none."""
        return self._those(rota().at(now, self.site_id)) if policy.by_rota else []

    def chain(self) -> list[User]:
        """Whom to turn to one after the other."""
        return self._those(ChainStep.objects.values_list("person_id", flat=True))

    def last(self) -> list[User]:
        """The medical directors of the site; where it has none, everybody there."""
        director = Role.MEDICAL_DIRECTOR
        directors = [person for person in self.everybody if director in person.roles]
        return directors or self.everybody

    def _those(self, ids: Iterable[UUID]) -> list[User]:
        known = {person.pk: person for person in self.everybody}
        return [known[person_id] for person_id in ids if person_id in known]
