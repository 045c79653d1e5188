"""What may go wrong with the embedded server."""


class EmbeddedServerError(RuntimeError):
    """The server cannot run here; the message says why and what to do."""
