"""Questions about safety of a new version, put to those who began an older one."""

from uuid import UUID

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.questionnaires.models import Response, Version

from .asking import ask_again
from .opening import held, hold_versions


@audit.recorded
def ask_drafts(version: Version, by: User | None) -> list[Response]:
    """Ask everybody who is filling in an older version the new safety questions.

    They finish on their version all the same. Called once the version is active, in the
    same transaction: whoever begins meanwhile waits, and begins the new one.

    Returns:
        What was opened on top of the drafts.
    """
    if not version.safety_items:
        return []
    hold_versions(version.questionnaire.code)
    drafts = Response.objects.drafts().older_than(version)
    ids = drafts.order_by("started_at").values_list("pk", flat=True)
    asked = (_ask_draft(draft, version, by) for draft in list(ids))
    return [response for response in asked if response is not None]


def _ask_draft(draft_id: UUID, version: Version, by: User | None) -> Response | None:
    """Nothing is asked of somebody who sent or withdrew it in this instant."""
    draft = held(Response.objects.drafts()).filter(pk=draft_id).first()
    return ask_on_top(draft, version, by) if draft else None


def ask_on_top(
    response: Response, version: Version, by: User | None
) -> Response | None:
    """Ask the safety questions of a version on top of whatever is asked now.

    Returns:
        What was opened; None for answers given to this version or a later one.
    """
    base = response
    while follower := base.followed_by.in_progress().first():
        follower.patient = response.patient
        base = follower
    if not Response.objects.older_than(version).filter(pk=base.pk).exists():
        return None
    return ask_again(base=base, items=safety_questions(version), by=by, version=version)


def safety_questions(version: Version) -> list[str]:
    """What must be asked of everybody; an instrument stands for its questions."""
    wanted = set(version.safety_items)
    return [
        item.link_id
        for item in version.definition.walk()
        if item.link_id in wanted or item.instrument in wanted
    ]
