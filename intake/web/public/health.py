"""Whether the process runs, and whether the application can do its work."""

from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intake.audit import privileges, verifying
from intake.messaging.actions import every_job_works, worker_is_alive
from intake.messaging.models import Outbox
from intake.patients import keys

OLDEST_WAITING = timedelta(minutes=5)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations, keys, the oldest untried message, the worker.

    What else is told closes no clinic: whether the trail was whole, whether the
    database guards it against the application, and whether all of the worker's jobs
    went well.
    """
    report = {name: _holds(check) for name, check in CHECKS.items()}
    ok = all(report.values())
    told = {"ok": ok, **report} | {name: _holds(TOLD[name]) for name in TOLD}
    return JsonResponse(told, status=200 if ok else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, InterfaceError):
        return False


def _reached() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrated() -> bool:
    if cache.get("migrated"):
        return True
    executor = MigrationExecutor(connection)
    done = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    cache.set("migrated", done, 60)
    return done


def _has_its_keys() -> bool:
    try:
        keys.verify()
    except keys.WrongKeys:
        return False
    return True


def _queue_moves() -> bool:
    due = Outbox.objects.due(timezone.now() - OLDEST_WAITING)
    return not due.filter(tries=0).exists()


def _trail_is_whole() -> bool:
    return verifying.broken() is None


def _is_guarded() -> bool:
    guarded = cache.get("guarded")
    if guarded is None:
        guarded = not privileges.within_reach()
        cache.set("guarded", guarded, 60)
    return guarded


TOLD = {"trail": _trail_is_whole, "guarded": _is_guarded, "jobs": every_job_works}
CHECKS = {
    "database": _reached,
    "migrations": _migrated,
    "keys": _has_its_keys,
    "queue": _queue_moves,
    "worker": worker_is_alive,
}
