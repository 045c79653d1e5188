"""One JSON object a line, with nothing in it that a person wrote."""

import re
import traceback
from collections.abc import Iterator

from pythonjsonlogger.json import JsonFormatter

# Django adds the request, told with its query, which may hold what somebody typed.
LEFT_OUT = ("request", "server_time")
# Part of an address that is a secret: whoever reads it may open what it opens.
TOKEN = re.compile(r"(?<=/)[\w-]{40,}")


class DiscreetFormatter(JsonFormatter):
    """Tells of an exception its kind and the lines it passed, not its message.

    A message may repeat the value that caused it: "invalid literal: 'what I take'".
    """

    def formatException(self, ei) -> str:  # noqa: N802 - the name is logging's
        lines = traceback.format_tb(ei[2])
        return "".join([*lines, " after ".join(_kinds(ei[1]))])

    def process_log_record(self, log_data):
        kept = {
            name: TOKEN.sub("...", value) if isinstance(value, str) else value
            for name, value in log_data.items()
            if name not in LEFT_OUT
        }
        return super().process_log_record(kept)


def _kinds(error: BaseException | None) -> Iterator[str]:
    """The kind of the exception, then of those that led to it."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        error = error.__cause__ or error.__context__
