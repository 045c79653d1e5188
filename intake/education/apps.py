from django.apps import AppConfig
from django.db.models.signals import post_save


class EducationConfig(AppConfig):
    name = "intake.education"

    def ready(self):
        from . import trail  # noqa: PLC0415 (models are not ready before)

        post_save.connect(trail.note, sender="wagtailcore.PageLogEntry")
