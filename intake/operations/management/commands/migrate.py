"""manage.py migrate, as the owner of the tables"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader

from intake.audit import privileges


class Command(migrate.Command):
    help = f"{migrate.Command.help} Then lets the application's role do its work."

    def handle(self, *args: Any, **options: Any) -> None:
        application = connection.settings_dict
        role, password = application["USER"], application["PASSWORD"]
        with privileges.as_owner():
            self._refuse_another_version()
            super().handle(*args, **options)
            if settings.DATABASE_OWNER and not options["plan"]:
                self._grant(role, password)

    def _refuse_another_version(self) -> None:
        """A database that knows steps of ours which this version does not have."""
        loader = MigrationLoader(connection)
        ours = {
            app.label for app in apps.get_app_configs() if app.name.startswith("intake")
        }
        unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
        if names := sorted(".".join(step) for step in unknown if step[0] in ours):
            raise CommandError(
                f"This database is of another version of the software: it knows "
                f"{names[0]}, which this version does not have. Use that version, or "
                "begin with a new database. Nothing was changed."
            )

    def _grant(self, role: str, password: str) -> None:
        if role == connection.settings_dict["USER"]:
            raise CommandError(
                "DATABASE_URL and DATABASE_OWNER_URL name the same role: it could "
                "change the audit trail. Give the application a role of its own."
            )
        try:
            privileges.grant(role, password)
        except ProgrammingError as error:
            raise CommandError(
                f"The role '{role}' of DATABASE_URL cannot be given its rights by the "
                f"role of DATABASE_OWNER_URL: {error}"
            ) from error
