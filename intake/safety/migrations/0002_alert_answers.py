from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('safety', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='alert',
            name='sealed_answers',
            field=models.BinaryField(null=True),
        ),
    ]
