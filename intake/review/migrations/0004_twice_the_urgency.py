"""Make room for one more rank within each urgency."""

from django.db import migrations
from django.db.models import F


def double(apps, schema_editor):
    apps.get_model("review", "Case").objects.update(urgency=F("urgency") * 2)


def halve(apps, schema_editor):
    apps.get_model("review", "Case").objects.update(urgency=F("urgency") / 2)


class Migration(migrations.Migration):

    dependencies = [("review", "0003_calls")]

    operations = [migrations.RunPython(double, halve)]
