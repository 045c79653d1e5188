"""What every test gets: a database of its own, made only when it asks for one."""

from tests.database import django_db_setup  # noqa: F401
