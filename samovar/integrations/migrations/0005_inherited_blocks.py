from django.db import migrations
from django.db.models import Exists, OuterRef


def mark(apps, schema_editor):
    """Blocks made with that of an owner are not shown as ones somebody asked for."""
    bots = apps.get_model("integrations", "Bot")
    blocks = apps.get_model("people", "Block")
    of_owner = blocks.objects.filter(blocker=OuterRef(OuterRef("blocker")), blocked=OuterRef("owner"))
    blocks.objects.filter(
        Exists(bots.objects.filter(user=OuterRef("blocked")).filter(Exists(of_owner)))
    ).update(inherited=True)
    blocks.objects.filter(Exists(bots.objects.filter(user=OuterRef("blocker")))).update(inherited=True)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_blocks_of_tools"),
        ("integrations", "0004_hooks_unlisted"),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
