from django.db import migrations

from kpss.once import MESSAGE, NAME, RULES
from strategy import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, NAME, RULES, MESSAGE)


def uninstall(apps, schema_editor):
    triggers.uninstall(schema_editor.connection, NAME, RULES)


class Migration(migrations.Migration):
    dependencies = [("kpss", "0004_minutes_of_a_meeting")]
    operations = [migrations.RunPython(install, uninstall)]
