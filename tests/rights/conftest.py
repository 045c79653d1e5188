"""One case at one site, and staff there."""

from tests.fixtures import case, clinician, site  # noqa: F401
