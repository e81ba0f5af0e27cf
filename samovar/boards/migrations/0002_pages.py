"""What lay on a board lies on its first page now."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samovar.boards.models

AUTHOR = {"null": True, "on_delete": django.db.models.deletion.SET_NULL, "related_name": "+", "to": "rooms.participant"}
KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def of_page(**more: Any) -> Any:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="boards.page", **more
    )


def of_board() -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="boards.board")


def give_pages(apps: Any, _editor: Any) -> None:
    Board, Page = apps.get_model("boards", "Board"), apps.get_model("boards", "Page")
    for board in Board.objects.iterator():
        page = Page.objects.create(board=board, position=1, epoch=board.epoch, seq=board.seq, begins=board.seq)
        for name in ("Element", "Revision", "Snapshot"):
            apps.get_model("boards", name).objects.filter(board=board).update(page=page)
    Element = apps.get_model("boards", "Element")
    for element in Element.objects.iterator():
        element.place, element.since = element.data.get("index") or "", element.seq
        element.save(update_fields=["place", "since"])


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Page",
            fields=[
                KEY,
                ("title", models.CharField(blank=True, max_length=100)),
                ("position", models.PositiveIntegerField()),
                ("epoch", models.CharField(default=samovar.boards.models.new_epoch, max_length=12)),
                ("seq", models.BigIntegerField(default=0)),
                ("begins", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("board", of_board()),
            ],
            options={"indexes": [models.Index(fields=["board", "position"], name="pages_of_board")]},
        ),
        migrations.AddField("board", "title", models.CharField(blank=True, max_length=100)),
        migrations.AddField("board", "guests", models.BooleanField(default=False)),
        migrations.AddField("board", "presenter", models.ForeignKey(blank=True, **AUTHOR)),
        migrations.AddField("element", "page", of_page(null=True)),
        migrations.AddField("element", "place", models.CharField(default="", max_length=200)),
        migrations.AddField("element", "since", models.BigIntegerField(default=0)),
        migrations.AddField("element", "at", models.DateTimeField(default=django.utils.timezone.now)),
        migrations.AddField("revision", "page", of_page(null=True)),
        migrations.AddField(
            "snapshot",
            "page",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="boards.page"
            ),
        ),
        migrations.AddField("snapshot", "page_name", models.CharField(blank=True, max_length=100)),
        migrations.RunPython(give_pages, migrations.RunPython.noop, elidable=True),
    ]
