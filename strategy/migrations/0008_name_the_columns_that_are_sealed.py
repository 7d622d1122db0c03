from django.db import migrations, models

from strategy import frozen


def uninstall(apps, schema_editor):
    frozen.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("strategy", "0007_find_files_by_hash")]
    operations = [
        # Those of an older portal; a later migration installs them anew.
        migrations.RunPython(uninstall, migrations.RunPython.noop),
        migrations.AddField(
            model_name="seal",
            name="rows_columns",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="archivedpdf",
            name="row_columns",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("body", ""), _negated=True),
                    models.Q(("adopted", True), ("date__isnull", True), ("session", "")),
                    _connector="OR",
                ),
                name="resolution_of_a_body",
            ),
        ),
    ]
