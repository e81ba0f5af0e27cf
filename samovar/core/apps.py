"""The core app."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.management import call_command
from django.db.models.signals import post_migrate


def make_cache_table(**kwargs: Any) -> None:
    """Let `migrate` make the table of a cache that is in the database; it does nothing where it exists."""
    call_command("createcachetable", verbosity=0, database=kwargs["using"])


class CoreConfig(AppConfig):
    name = "samovar.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(make_cache_table, sender=self)
        import_module("samovar.core.socket")
        import_module("samovar.core.tasks")
        if settings.REDIS_URL:
            import_module("samovar.core.redis_bus").bus().install()
