"""Digests of rows: what a patient has, and what the clinic has set up."""

from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.db.models import Model

from intake.patients.models import Patient

# Counts tries at a link that is open to everybody who holds it.
TRIED_BY_ANYBODY = {"findings.InquiryTry"}
# What visitors may write without being anybody, and what counts what they do.
NOT_SET_UP = {
    "accounts.BrowserSession",
    "audit.Event",
    "accounts.SignInCode",
    "accounts.SignInTry",
    "accounts.PasswordTry",
    "accounts.LinkRequest",
    "accounts.OneTimeLink",
    "accounts.User",
    "messaging.Outbox",
    "messaging.WorkerBeat",
    "feedback.Total",
    "feedback.Remark",
    "review.SavedView",
}
DEPTH = 5


def path_to_patient(model: type[Model]) -> str:
    """The shortest way from a row to whose it is; empty if it is nobody's."""
    ways = [(model, "")]
    for _step in range(DEPTH):
        further = []
        for kind, way in ways:
            for field in kind._meta.concrete_fields:
                to = field.remote_field and field.related_model
                if to is Patient:
                    return f"{way}{field.name}"
                if to and (field.many_to_one or field.one_to_one):
                    further.append((to, f"{way}{field.name}__"))
        ways = further
    return ""


def rows_of(patients: Iterable[Patient]) -> dict[str, str]:
    """A digest of all that is kept of these people, by model."""
    people = list(patients)
    found = {}
    for model in apps.get_models():
        label = model._meta.label
        way = "pk" if model is Patient else path_to_patient(model)
        if way and label not in TRIED_BY_ANYBODY:
            keys = [person.pk for person in people]
            found[label] = _digest(model.objects.filter(**{f"{way}__in": keys}))
    return found


def set_up() -> dict[str, str]:
    """A digest of what belongs to no patient and only some roles may change."""
    return {
        model._meta.label: _digest(model._default_manager.all())
        for model in apps.get_models()
        if model is not Patient
        and not path_to_patient(model)
        and model._meta.label not in NOT_SET_UP
    }


def _digest(rows) -> str:
    """Of the rows as the database holds them; our code might read them in two ways."""
    table, key = rows.model._meta.db_table, rows.model._meta.pk.column
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) "
            f'FROM "{table}" AS t WHERE "{key}"::text = ANY(%s)',
            [keys],
        )
        return cursor.fetchone()[0] or ""
