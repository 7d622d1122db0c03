from django.db import migrations, models
from django.utils import timezone

from strategy import frozen


def uninstall(apps, schema_editor):
    frozen.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("strategy", "0006_date_in_words_and_history_of_parts")]
    operations = [
        # Those of an older portal; a later migration installs them anew.
        migrations.RunPython(uninstall, migrations.RunPython.noop),
        migrations.AddField(
            model_name="edition",
            name="withdrawal_sha256",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="archivedpdf",
            name="row_sha256",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="archivedpdf",
            name="stored_at",
            field=models.DateTimeField(default=timezone.now, editable=False, verbose_name="stored"),
        ),
        migrations.AlterField(
            model_name="rendition",
            name="sha256",
            field=models.CharField(db_index=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="seal",
            name="sha256",
            field=models.CharField(db_index=True, max_length=64),
        ),
    ]
