"""Recovery codes of before: digests by the key of look-ups, which can be changed now.

They cannot be sealed, since nobody knows them; staff make new ones on *My account*.
"""

from django.db import migrations


def forget(apps, _schema_editor):
    apps.get_model("accounts", "RecoveryCode").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_known_browsers")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
