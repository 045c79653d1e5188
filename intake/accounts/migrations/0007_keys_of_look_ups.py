from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_forget_recovery_codes")]

    operations = [
        migrations.RemoveField(model_name="recoverycode", name="digest"),
        migrations.AddField(
            model_name="recoverycode",
            name="sealed",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="signincode",
            name="index_mark",
            field=models.BinaryField(null=True),
        ),
    ]
