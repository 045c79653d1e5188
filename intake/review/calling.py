"""Telling patients: by mail where that reaches them, else a call is due."""

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.messaging import actions as messaging
from intake.patients.identity import identity_of, mail_address_of

from .models import Call, Case


@audit.recorded
def tell(*, case: Case, template: str) -> Call | None:
    """Tell the patient that there is something to look at, and nothing more.

    Returns:
        The call that is due where no mail can be sent.
    """
    if address := mail_address_of(case.patient):
        identity = identity_of(case.patient)
        language = identity.language if identity else "en"
        messaging.send_later(to=address, template=template, language=language)
        return None
    call, new = Call.objects.get_or_create(case=case, template=template, done_at=None)
    if new:
        audit.record("call.due", subject=call, patient=case.patient)
    return call


@audit.recorded
def note_told(*, case: Case, by: User) -> int:
    """Somebody has told the patient; the calls that were due are done.

    Returns:
        How many there were; none when a colleague was first.
    """
    due = list(case.calls.due().select_for_update())
    for call in due:
        call.done_at, call.done_by = timezone.now(), by
        call.save(update_fields=["done_at", "done_by"])
        audit.record("call.done", by=by, subject=call, patient=case.patient)
    return len(due)
