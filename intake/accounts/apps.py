from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "intake.accounts"

    def ready(self):
        from .proving import listen  # noqa: PLC0415  # models are there only now

        listen()
