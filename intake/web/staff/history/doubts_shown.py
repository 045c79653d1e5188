"""Figures of a treatment history that are hardly possible, for whoever judges it.

What its times have against them stands with each trial.
"""

from intake.domain.questionnaire.histories import told
from intake.domain.treatments.plausibility import figures
from intake.domain.treatments.words import in_words
from intake.questionnaires.filled import Filled
from intake.review.lists import TRIALS, view_of
from intake.review.treatments import TreatmentRecord


def doubts_shown(now: Filled, record: TreatmentRecord) -> list[str]:
    """Sentences on rows as they were told, or as they stand once they were checked."""
    view = view_of(now, TRIALS)
    rows = told(view.definition, view.sheet)
    trials = [
        trial.standing if trial.checks else rows.get(trial.row, trial.standing)
        for trial in record.trials
        if not trial.is_gone
    ]
    return [in_words(doubt.note) for trial in trials for doubt in figures(trial)]
