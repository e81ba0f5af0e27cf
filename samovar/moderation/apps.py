"""The moderation app."""

from importlib import import_module

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "samovar.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("samovar.moderation.receivers")
        import_module("samovar.moderation.tasks")
