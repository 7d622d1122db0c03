from django.db import migrations, models

from kpss.unrewritten import MESSAGE, NAME, RULES
from strategy import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, NAME, RULES, MESSAGE)


def uninstall(apps, schema_editor):
    triggers.uninstall(schema_editor.connection, NAME, RULES)


class Migration(migrations.Migration):
    dependencies = [("kpss", "0008_consent_to_a_name_is_of_a_seat")]
    operations = [
        migrations.CreateModel(
            name="Erasing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                )
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(install, uninstall),
    ]
