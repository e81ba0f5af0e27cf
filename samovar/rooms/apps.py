"""The rooms app."""

from importlib import import_module

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "samovar.rooms"
    label = "rooms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("samovar.rooms.receivers")
        import_module("samovar.rooms.socket").install()
        import_module("samovar.rooms.tasks")
