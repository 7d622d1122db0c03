from django.db import migrations

from strategy import frozen


def install(apps, schema_editor):
    frozen.install(schema_editor.connection)


def uninstall(apps, schema_editor):
    frozen.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("strategy", "0001_plans_editions_and_items")]
    operations = [migrations.RunPython(install, uninstall)]
