from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "intake.audit"

    def ready(self):
        from . import checks  # noqa: PLC0415  # models are there only now

        checks.listen()
