"""The PostgreSQL backend, which starts the embedded server when nobody answers."""

from django.db.backends.postgresql import base

from clinic.embedded.errors import EmbeddedServerError


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            self._start_server()
            return super().get_new_connection(conn_params)

    def _start_server(self) -> None:
        """Start it, or fail as any unreachable database does."""
        try:
            self.settings_dict["SERVER"].ensure_running()
        except EmbeddedServerError as error:
            raise self.Database.OperationalError(str(error)) from error
