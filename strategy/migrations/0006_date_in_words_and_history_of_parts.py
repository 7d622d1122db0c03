import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from strategy import frozen


def uninstall(apps, schema_editor):
    frozen.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0005_freeze_published_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        # Those of an older portal; a later migration installs them anew.
        migrations.RunPython(uninstall, migrations.RunPython.noop),
        migrations.AddField(
            model_name="edition",
            name="published_in_words",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=100,
                verbose_name="published at, in words",
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="HistoricalResolutionPart",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("approves", "approves"),
                            ("notes", "takes note of"),
                            ("recommends", "recommends"),
                            ("imposes", "imposes"),
                        ],
                        max_length=12,
                        verbose_name="verb",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("plan", "the plan"),
                            ("part", "a part of the plan"),
                            ("finances", "its financial demands"),
                            ("task", "a task"),
                        ],
                        max_length=10,
                        verbose_name="speaks of",
                    ),
                ),
                (
                    "wording",
                    models.TextField(
                        help_text="What follows the verb, word for word as it is adopted.",
                        verbose_name="wording",
                    ),
                ),
                (
                    "addressee",
                    models.CharField(
                        blank=True,
                        help_text="Only where a task is imposed.",
                        max_length=200,
                        verbose_name="to whom",
                    ),
                ),
                ("due", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="strategy.resolution",
                        verbose_name="resolution",
                    ),
                ),
            ],
            options={
                "verbose_name": "history of part",
                "verbose_name_plural": "historical parts of a resolution",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
