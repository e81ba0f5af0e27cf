"""The second half: apart from the first, since PostgreSQL changes no table whose rows were just changed."""

import django.db.models.deletion
from django.db import migrations, models

PAGE = models.ForeignKey(
    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="boards.page"
)


class Migration(migrations.Migration):
    dependencies = [("boards", "0002_pages")]

    operations = [
        migrations.RemoveConstraint("element", "element_once"),
        migrations.RemoveIndex("element", "elements_since"),
        migrations.RemoveField("element", "board"),
        migrations.RemoveField("revision", "board"),
        migrations.RemoveField("board", "epoch"),
        migrations.RemoveField("board", "seq"),
        migrations.AlterField("element", "page", PAGE),
        migrations.AlterField("revision", "page", PAGE),
    ]
