"""Take the workflow that Wagtail ships off the pages: nobody is in its group."""

from django.db import migrations


def remove_from_root(apps, schema_editor):
    links = apps.get_model("wagtailcore", "WorkflowPage")
    links.objects.filter(page__depth=1, workflow__name="Moderators approval").delete()


class Migration(migrations.Migration):
    dependencies = [("education", "0001_portal")]

    operations = [
        migrations.RunPython(remove_from_root, migrations.RunPython.noop),
    ]
