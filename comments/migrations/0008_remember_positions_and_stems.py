from django.db import migrations, models

from comments.settling import similar


def fill(apps, schema_editor):
    """The stems of points that were made before there were any."""
    similar.fill(apps.get_model("comments", "Point").objects.all())


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_tell_when_erasures_were_scrubbed")]
    operations = [
        migrations.AddField(
            model_name="point",
            name="spent",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
