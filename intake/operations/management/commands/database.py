"""The embedded database server: start, stop, status, reset."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clinic.embedded.errors import EmbeddedServerError
from clinic.embedded.server import EmbeddedServer


class Command(BaseCommand):
    help = "Start, stop, look at or empty the embedded database server."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("do", choices=["start", "stop", "status", "reset"])
        parser.add_argument(
            "--yes", action="store_true", help="reset: delete all data without asking"
        )

    def handle(self, **options):
        server = settings.DATABASES["default"].get("SERVER")
        if server is None:
            raise CommandError(
                "DATABASE_URL is set: the database is looked after where it runs."
            )
        try:
            self.stdout.write(self._do(options["do"], server, options["yes"]))
        except EmbeddedServerError as error:
            raise CommandError(str(error)) from error

    def _do(self, do: str, server: EmbeddedServer, yes: bool) -> str:
        if do == "start":
            server.ensure_running()
        if do == "stop":
            return "Stopped." if server.stop() else "It was not running."
        if do == "reset":
            self._confirm(server, yes)
            server.reset()
            return f"Everything in {server.data} is deleted."
        return self._status(server)

    def _confirm(self, server: EmbeddedServer, yes: bool) -> None:
        question = f"Delete every patient and page in {server.data}? Type 'delete': "
        if not yes and input(question).strip() != "delete":
            raise CommandError("Nothing was deleted.")

    def _status(self, server: EmbeddedServer) -> str:
        state = "running" if server.is_running() else "not running"
        return (
            f"PostgreSQL is {state}.\n"
            f"  programs  {server.bindir}\n"
            f"  data      {server.data}\n"
            f"  log       {server.log}\n"
            f"  address   {server.url}"
        )
