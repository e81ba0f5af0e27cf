"""The accounts app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "samovar.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("samovar.accounts.receivers")
        import_module("samovar.accounts.tasks")
        # What each app lets people take home.
        autodiscover_modules("exported")
