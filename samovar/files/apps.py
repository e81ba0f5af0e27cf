"""The files app: pictures people upload."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "samovar.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samovar.files import receivers, tasks  # noqa: F401, PLC0415 - connects them
