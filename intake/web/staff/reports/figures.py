"""What the report of decisions and workload rests on."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from intake.accounts.models import User
from intake.findings.overrides import SetAside, Stood, set_aside_in
from intake.review.workload import Decided, Waiting, decided_in, waiting_now

from .periods import Period


@dataclass(frozen=True)
class Report:
    """What one person may know of a period; read once for tables, pictures, lists."""

    user: User
    period: Period

    @cached_property
    def decided(self) -> list[Decided]:
        return decided_in(self.user, self.period.start, self.period.end)

    @cached_property
    def waiting(self) -> list[Waiting]:
        return waiting_now(self.user, timezone.now())

    @cached_property
    def _overrides(self) -> tuple[list[Stood], list[SetAside]]:
        return set_aside_in(self.decided)

    @property
    def stood(self) -> list[Stood]:
        return self._overrides[0]

    @property
    def set_aside(self) -> list[SetAside]:
        return self._overrides[1]
