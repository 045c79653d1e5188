from tests.fixtures import case, clinician, desk, site  # noqa: F401
