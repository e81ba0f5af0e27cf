"""The boards app."""

from importlib import import_module

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "samovar.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("samovar.boards.receivers")
        import_module("samovar.boards.socket")
        import_module("samovar.boards.tasks")
