"""What has become of responses: each as it stands now, with what replaced it."""

from collections.abc import Collection
from uuid import UUID

from intake.patients.models import Patient

from .filled import Filled, filled
from .models import Response


def standing(patient: Patient, ids: Collection[UUID]) -> list[Filled]:
    """These responses of a patient as they stand now, the latest first.

    One that was amended stands as what replaced it, one of which some questions are
    asked again with the answers given so far.
    """
    known = {response.pk: response for response in patient.responses.all()}
    above = {}
    for response in known.values():
        response.patient = patient
        if response.base_id is not None:
            response.base = known[response.base_id]
            if response.state != Response.State.WITHDRAWN:
                above[response.base_id] = response
    found = {_present(known[pk], above) for pk in ids if pk in known}
    latest_first = sorted(found, key=lambda one: one.started_at, reverse=True)
    return [filled(response) for response in latest_first]


def _present(response: Response, above: dict[UUID, Response]) -> Response:
    """The uppermost of its line; of several that are open, the lowest one."""
    while response.pk in above:
        response = above[response.pk]
    while response.base_id is not None and response.base.is_open:
        response = response.base
    return response
