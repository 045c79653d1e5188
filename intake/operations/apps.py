from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "intake.operations"
