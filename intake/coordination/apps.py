from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "intake.coordination"
