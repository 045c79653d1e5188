from django.apps import AppConfig


class EducationConfig(AppConfig):
    name = "intake.education"
