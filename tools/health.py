"""Ask an address of the running application whether all is well: exit 0 or 1.

The application answers only to its own names, so the question bears the first of them.
"""

import os
import sys
import urllib.request

from .steps import Refused, run


def main() -> None:
    address = sys.argv[1]
    names = os.environ.get("ALLOWED_HOSTS") or "localhost"
    host = names.split(",")[0].strip().lstrip(".")
    request = urllib.request.Request(address, headers={"Host": host})  # noqa: S310
    try:
        urllib.request.urlopen(request, timeout=4).close()  # noqa: S310
    except OSError as error:
        raise Refused(f"{address}: {error}") from error


if __name__ == "__main__":
    run(main)
