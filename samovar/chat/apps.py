"""The chat app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class ChatConfig(AppConfig):
    name = "samovar.chat"
    label = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        index = import_module("samovar.chat.search_index")
        connection_created.connect(index.teach_sqlite, dispatch_uid="chat.teach_sqlite")
        post_migrate.connect(index.keep_index, sender=self, dispatch_uid="chat.keep_index")
        import_module("samovar.chat.receivers")
        import_module("samovar.chat.socket")
        import_module("samovar.chat.tasks")
        import_module("samovar.chat.change_socket")
        import_module("samovar.chat.mark_socket")
        import_module("samovar.chat.whisper_socket")
        import_module("samovar.chat.search_socket")
        import_module("samovar.chat.writing_socket")
        import_module("samovar.chat.poll_socket")
        import_module("samovar.chat.inbox_socket").install()
