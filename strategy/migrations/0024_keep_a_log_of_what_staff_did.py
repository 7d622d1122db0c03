from django.db import migrations, models
from django.utils import timezone

from strategy.auditing import kept


def begin(apps, schema_editor):
    apps.get_model("strategy", "AuditHead").objects.create(pk=1)
    kept.install(schema_editor.connection)


def end(apps, schema_editor):
    kept.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("strategy", "0023_keep_what_was_read_in_columns")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=timezone.now, verbose_name="when")),
                ("by", models.BigIntegerField(null=True, verbose_name="account")),
                ("deed", models.CharField(max_length=120, verbose_name="deed")),
                ("model", models.CharField(blank=True, max_length=80, verbose_name="kind of row")),
                ("row", models.CharField(blank=True, max_length=64, verbose_name="key of row")),
                ("about", models.JSONField(default=dict, verbose_name="of what")),
                (
                    "place",
                    models.BigIntegerField(
                        null=True, unique=True, verbose_name="place in the chain"
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "entry of the audit log",
                "verbose_name_plural": "audit log",
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["by", "-id"], name="audit_entry_by_account")],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.BigIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(begin, end),
    ]
