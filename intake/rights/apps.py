from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "intake.rights"
