from django.apps import AppConfig
from django.db.models.signals import post_save


class EducationConfig(AppConfig):
    name = "intake.education"

    def ready(self):
        from . import trail

        post_save.connect(trail.note, sender="wagtailcore.PageLogEntry")
