"""What the Makefile calls. Only Python's standard library: it runs before set-up."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "This needs Python 3.11 or newer, and this is Python {}.{}. Name a newer one: "
        "make PYTHON=python3.12 ...".format(*sys.version_info[:2])
    )
