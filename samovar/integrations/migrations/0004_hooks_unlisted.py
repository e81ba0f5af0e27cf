from django.db import migrations


def hide(apps, schema_editor):
    """The accounts of webhooks made before are met only where they speak, too."""
    hooks = apps.get_model("integrations", "IncomingHook")
    users = apps.get_model("accounts", "User")
    users.objects.filter(pk__in=hooks.objects.values("bot")).update(unlisted=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_unlisted"),
        ("integrations", "0003_deliveries"),
    ]

    operations = [migrations.RunPython(hide, migrations.RunPython.noop)]
