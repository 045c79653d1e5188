from django.apps import AppConfig


class RerunsConfig(AppConfig):
    name = "intake.reruns"
