"""What every test gets: a database of its own, made only when it asks for one."""

import gc

import pytest
from hypothesis import HealthCheck, settings

from tests.database import django_db_setup  # noqa: F401

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """What is loaded by now stays: looking through it for waste took a seventh."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
