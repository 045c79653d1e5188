"""Both histories of a case as they stand, and the facts that they change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.domain.answer import Answer
from intake.domain.questionnaire.facts import Fact
from intake.questionnaires.filled import Filled
from intake.questionnaires.knowledge import facts_of

from .checks import Checks, checks_of
from .lists import MEDICINES, TRIALS
from .medicines import MedicineRecord, medicine_record
from .models import Case
from .treatments import TreatmentRecord, treatment_record


@dataclass(frozen=True)
class Histories:
    """Trials and medicines, with every check that was made on them."""

    treatments: TreatmentRecord
    medicines: MedicineRecord
    checks: Checks

    def corrected(self, now: Filled) -> dict[str, Answer]:
        """The facts that rest on what staff checked, by their names."""
        return dict(self._corrected(now))

    def _corrected(self, now: Filled) -> Iterator[tuple[str, Answer]]:
        found = {
            TRIALS: self.treatments.is_corrected and self.treatments.status,
            MEDICINES: self.medicines.is_corrected and self.medicines.classes,
        }
        for view in now.versions:
            for rule in view.definition.facts.values():
                if answer := found.get(rule.calculate or ""):
                    yield rule.name, answer


def histories_of(
    case: Case, now: Filled, facts: Mapping[str, Fact] | None = None
) -> Histories:
    """Both histories, from answers that are opened already; facts where found."""
    facts = facts_of(now, now.organisation) if facts is None else facts
    checks = checks_of(case, now.organisation)
    return Histories(
        treatments=treatment_record(case, now=now, facts=facts, checks=checks),
        medicines=medicine_record(case, now=now, checks=checks),
        checks=checks,
    )
