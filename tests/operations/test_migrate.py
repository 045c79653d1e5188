"""manage.py migrate knows a database that is not of this version."""

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_a_database_of_another_version_is_refused_before_anything_changes():
    MigrationRecorder.Migration.objects.create(app="review", name="0099_to_come")
    MigrationRecorder.Migration.objects.filter(app="rights").delete()
    known = MigrationRecorder.Migration.objects.count()

    with pytest.raises(CommandError, match=r"knows review\.0099_to_come, which"):
        call_command("migrate", verbosity=0)

    assert MigrationRecorder.Migration.objects.count() == known


def test_steps_of_others_that_are_gone_do_not_matter():
    MigrationRecorder.Migration.objects.create(app="wagtailforms", name="0001_old")

    call_command("migrate", verbosity=0)
