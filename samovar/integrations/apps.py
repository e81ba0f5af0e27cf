"""The integrations app: tokens, bots and webhooks."""

from importlib import import_module

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "samovar.integrations"
    label = "integrations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("samovar.integrations.receivers").install()
        import_module("samovar.integrations.tasks").install()
