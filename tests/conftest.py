"""What every test gets: a database of its own, made only when it asks for one."""

from hypothesis import HealthCheck, settings

from tests.database import django_db_setup  # noqa: F401

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")
