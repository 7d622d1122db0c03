from importlib import import_module

from django.db import migrations

from comments import unshortened

former = import_module("comments.migrations.0006_never_shorten_consultations")


def install(apps, schema_editor):
    unshortened.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("comments", "0012_check_words_refuse_amendments_cancel_consultations")]
    operations = [migrations.RunPython(install, former.install)]
