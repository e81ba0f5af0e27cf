"""The people app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class PeopleConfig(AppConfig):
    name = "samovar.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        teach_sqlite = import_module("samovar.people.folding").teach_sqlite
        connection_created.connect(teach_sqlite, dispatch_uid="people.teach_sqlite")
        import_module("samovar.people.receivers")
        import_module("samovar.people.tasks")
        import_module("samovar.people.socket").install()
