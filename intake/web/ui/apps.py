from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "intake.web.ui"
    label = "ui"
