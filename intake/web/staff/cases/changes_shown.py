"""What is new in a wording, in the words of the questions."""

from django.utils.translation import gettext_lazy

from intake.domain.questionnaire.changes import Change, Part, compare
from intake.domain.questionnaire.definition import Definition
from intake.web.staff.questionnaires.definition_shown import Outline

PARTS = {
    Part.WORDING: gettext_lazy("other words"),
    Part.OPTIONS: gettext_lazy("other answers"),
    Part.CONDITION: gettext_lazy("asked in other cases"),
    Part.SETTINGS: gettext_lazy("other settings"),
    Part.SAFETY: gettext_lazy("raises an alert in another way"),
}


def changes_shown(before: Definition, after: Definition, language: str) -> dict:
    """Items that came, that went, and that are not as they were.

    Returns:
        ``{added, removed, changed}``: lists of ``{id, text}``, with ``parts`` and the
        former words as ``before`` for those that changed.
    """
    old, new = Outline(before, language), Outline(after, language)
    changes = compare(before, after)
    return {
        "any": bool(changes),
        "added": [{"id": name, "text": new.name(name)} for name in changes.added],
        "removed": [{"id": name, "text": old.name(name)} for name in changes.removed],
        "changed": [_changed(old, new, change) for change in changes.changed],
    }


def _changed(old: Outline, new: Outline, change: Change) -> dict:
    text, before = new.name(change.link_id), old.name(change.link_id)
    return {
        "id": change.link_id,
        "text": text,
        "before": before if before != text else "",
        "parts": [PARTS[part] for part in change.parts],
    }
