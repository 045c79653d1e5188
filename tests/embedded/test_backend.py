"""The backend starts the server when nobody answers, and only then."""

import pytest

from clinic.embedded.backend.base import DatabaseWrapper
from clinic.embedded.errors import EmbeddedServerError


class Server:
    def __init__(self, error=None):
        self.starts = 0
        self.error = error

    def ensure_running(self):
        self.starts += 1
        if self.error:
            raise self.error


@pytest.fixture
def connect(monkeypatch):
    """Connects through the backend; each answer is an exception or a connection."""

    def connect(server, answers):
        def answer(wrapper, parameters):
            given = answers.pop(0)
            if isinstance(given, Exception):
                raise given
            return given

        base = DatabaseWrapper.__mro__[1]
        monkeypatch.setattr(base, "get_new_connection", answer)
        wrapper = DatabaseWrapper({"SERVER": server, "OPTIONS": {}})
        return wrapper.get_new_connection({})

    return connect


def refused():
    return DatabaseWrapper.Database.OperationalError("connection refused")


def test_a_running_server_is_not_asked_to_start(connect):
    server = Server()

    connection = connect(server, ["connected"])

    assert connection == "connected"
    assert server.starts == 0


def test_a_server_that_does_not_answer_is_started(connect):
    server = Server()

    connection = connect(server, [refused(), "connected"])

    assert connection == "connected"
    assert server.starts == 1


def test_a_second_refusal_is_the_callers(connect):
    with pytest.raises(DatabaseWrapper.Database.OperationalError):
        connect(Server(), [refused(), refused()])


def test_a_server_that_cannot_start_is_a_database_out_of_reach(connect):
    server = Server(EmbeddedServerError("Set DATABASE_URL."))

    with pytest.raises(
        DatabaseWrapper.Database.OperationalError, match="Set DATABASE_URL"
    ) as caught:
        connect(server, [refused()])

    assert isinstance(caught.value.__cause__, EmbeddedServerError)
