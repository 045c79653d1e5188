"""What is hardly possible in a treatment history, for whoever judges it."""

from intake.domain.questionnaire.histories import told
from intake.domain.treatments.plausibility import doubts, overlapping
from intake.domain.treatments.words import in_words
from intake.questionnaires.filled import Filled
from intake.questionnaires.person import person_of
from intake.review.lists import TRIALS, view_of
from intake.review.treatments import TreatmentRecord


def doubts_shown(now: Filled, record: TreatmentRecord) -> list[str]:
    """Sentences on rows as they were told, or as they stand once they were checked."""
    view = view_of(now, TRIALS)
    rows = told(view.definition, view.sheet)
    there = [trial for trial in record.trials if not trial.is_gone]
    trials = {trial.row: trial.standing for trial in there}
    trials |= {t.row: rows[t.row] for t in there if t.row in rows and not t.checks}
    on = now.organisation.today()
    born_on = person_of(now.response.patient, now.organisation).born_on
    found = [doubt for trial in trials.values() for doubt in doubts(trial, on, born_on)]
    notes = (*(doubt.note for doubt in found), *overlapping(trials))
    return [in_words(note) for note in notes]
