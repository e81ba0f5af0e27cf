"""The recordings app."""

from importlib import import_module

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    name = "samovar.recordings"
    label = "recordings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("samovar.recordings.receivers")
        import_module("samovar.recordings.tasks").install()
        import_module("samovar.recordings.socket")
