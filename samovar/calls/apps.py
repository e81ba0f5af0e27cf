"""The calls app."""

from importlib import import_module

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "samovar.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("samovar.calls.receivers")
        import_module("samovar.calls.socket").install()
        import_module("samovar.calls.carrying_socket").install()
        import_module("samovar.calls.tasks")
