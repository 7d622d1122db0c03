import uuid

from django.db import migrations, models

BATCH = 1000


def fill(apps, schema_editor):
    """A value of its own for each; the default of a new column would be the same for all."""
    Comment = apps.get_model("comments", "Comment")
    keyless = Comment.objects.filter(link_key=None).only("pk")
    while batch := list(keyless[:BATCH]):
        for comment in batch:
            comment.link_key = uuid.uuid4()
        Comment.objects.bulk_update(batch, ["link_key"])


class Migration(migrations.Migration):
    dependencies = [("comments", "0013_let_cancelled_consultations_go")]
    operations = [
        migrations.AddField(
            model_name="comment",
            name="link_key",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="comment",
            name="link_key",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
    ]
