from django.db import migrations, models


def fill(apps, schema_editor):
    tokens = apps.get_model("integrations", "PersonalToken").objects.using(schema_editor.connection.alias)
    for may_write, reach in ((True, "write"), (False, "read")):
        tokens.filter(may_write=may_write).update(grants={"*": reach})


def empty(apps, schema_editor):
    tokens = apps.get_model("integrations", "PersonalToken").objects.using(schema_editor.connection.alias)
    for token in tokens.iterator():
        token.may_write = token.grants.get("*") == "write"
        token.save(update_fields=["may_write"])


class Migration(migrations.Migration):

    dependencies = [("integrations", "0001_initial")]

    operations = [
        migrations.AddField("personaltoken", "grants", models.JSONField(default=dict)),
        migrations.RunPython(fill, empty),
        migrations.RemoveField("personaltoken", "may_write"),
    ]
