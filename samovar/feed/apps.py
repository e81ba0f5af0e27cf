"""The feed app: posts, likes, comments."""

from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "samovar.feed"
    label = "feed"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samovar.feed import pages, receivers, tasks  # noqa: F401, PLC0415 - connects them
        from samovar.people.profile_parts import show_on_profiles  # noqa: PLC0415

        show_on_profiles(pages.profile_posts)
