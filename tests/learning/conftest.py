from tests.fixtures import clinician, site  # noqa: F401
