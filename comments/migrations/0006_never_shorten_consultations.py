from django.db import migrations

from comments import unshortened


def install(apps, schema_editor):
    unshortened.install(schema_editor.connection)


def uninstall(apps, schema_editor):
    unshortened.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_erase_contacts_and_files_of_a_variant")]
    operations = [migrations.RunPython(install, uninstall)]
