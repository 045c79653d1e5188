"""Asking some questions again: for staff who need to know, or for safety."""

from collections.abc import Collection, Iterator

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.questionnaire.definition import Definition
from intake.patients import vault
from intake.questionnaires.models import InformationRequest, Response, Version

from .opening import NotOpen, held, opened
from .posts import UnknownPlace
from .responses import withdraw

Kind = InformationRequest.Kind


class AlreadyAsked(Exception):
    """Some questions are being asked again; these answers come first."""


class NothingToStandOn(Exception):
    """The response was withdrawn, or is not the latest any more."""


@audit.recorded
def ask_again(
    *,
    base: Response,
    items: Collection[str],
    by: User | None,
    reason: str = "",
    version: Version | None = None,
) -> Response:
    """Open a response that asks some questions of another again.

    Args:
        base: The latest response, sent or still being filled in.
        items: Link ids. For one of an instrument all of it is asked, for one in the
            rows of a list the list, for a group what is in it.
        by: Who wants to know.
        reason: Why, in words for the patient; empty for a new version.
        version: The version that asks; that of the base when it is left out.

    Raises:
        AlreadyAsked: there is an open one on top of the same base.
        NothingToStandOn: the base was withdrawn or replaced.
        UnknownPlace: the version has no such question, or there is none at all.
    """
    _check(base)
    version = version or base.version
    response = Response.objects.create(
        patient=base.patient,
        version=version,
        base=base,
        asked=whole(version.definition, items),
        language=base.language,
    )
    InformationRequest.objects.create(
        response=response,
        kind=_kind(reason, by),
        sealed_reason=vault.close(base.patient, purpose(response), reason)
        if reason
        else None,
        by=by,
    )
    audit.record("response.asked_again", by=by, subject=response, patient=base.patient)
    return response


def _kind(reason: str, by: User | None) -> str:
    if by is not None and by.is_patient:
        return Kind.PATIENT
    return Kind.STAFF if reason else Kind.SAFETY


def _check(base: Response) -> None:
    """Hold the base: nobody sends it, and nobody else asks, until this is done."""
    state = held(Response.objects.all()).get(pk=base.pk).state
    if state not in (Response.State.IN_PROGRESS, Response.State.COMPLETED):
        raise NothingToStandOn
    if base.followed_by.in_progress().exists():
        raise AlreadyAsked


def whole(definition: Definition, items: Collection[str]) -> list[str]:
    """The questions and lists that are asked for these items, in order of asking.

    Raises:
        UnknownPlace: there is no such item, or nothing that can be asked.
    """
    unknown = set(items) - definition.by_link_id.keys()
    found = [] if unknown else list(_whole(definition, items))
    if not found:
        raise UnknownPlace(", ".join(sorted(unknown)))
    return found


def _whole(definition: Definition, items: Collection[str]) -> Iterator[str]:
    wanted = {part.link_id for name in items for part in definition.item(name).walk()}
    instruments = {definition.item(name).instrument for name in wanted} - {None}
    for page in definition.pages:
        names = {page.link_id, *(item.link_id for item in page.questions)}
        if page.is_list:
            if names & wanted:
                yield page.link_id
            continue
        for item in page.questions:
            if item.link_id in wanted or item.instrument in instruments:
                yield item.link_id


@audit.recorded
def take_back(*, response: Response, by: User | None) -> None:
    """Staff do not need the answers any more; what was stored of them is kept.

    Nothing happens when they were sent or taken back before.

    Raises:
        NothingToStandOn: it is no request, but what a patient is filling in.
    """
    try:
        now = opened(response)
    except NotOpen:
        return
    if now.base is None:
        raise NothingToStandOn
    withdraw(now, by)
    audit.record(
        "response.taken_back", by=by, subject=response, patient=response.patient
    )


def reason_of(response: Response) -> str:
    """Why the patient is asked again, in the words of whoever asks."""
    request = response.request
    if request.sealed_reason is None:
        return ""
    bound = purpose(response)
    return vault.open_value(response.patient, bound, request.sealed_reason)


def purpose(response: Response) -> str:
    return f"reason {response.pk}"
