from django.apps import AppConfig
from django.db.models.signals import post_save


class EducationConfig(AppConfig):
    name = "intake.education"

    def ready(self):
        from wagtail.signals import page_published, page_unpublished  # noqa: PLC0415

        from . import trail  # noqa: PLC0415 (models are not ready before)
        from .finding import following  # noqa: PLC0415
        from .models import ArticlePage  # noqa: PLC0415
        from .reasons import finding as reasons  # noqa: PLC0415

        post_save.connect(trail.note, sender="wagtailcore.PageLogEntry")
        post_save.connect(reasons.opened, sender="questionnaires.Questionnaire")
        page_published.connect(following.published, sender=ArticlePage)
        page_unpublished.connect(following.taken_down, sender=ArticlePage)
