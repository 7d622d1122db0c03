from django.db import migrations, models

from comments.stems import stems_of

BATCH = 1000


def fill(apps, schema_editor):
    """The stems of what was proposed before there were any."""
    CommentVersion = apps.get_model("comments", "CommentVersion")
    said = CommentVersion.objects.exclude(proposal="", rationale="").order_by("pk")
    last = 0
    while batch := list(said.filter(pk__gt=last).only("proposal", "rationale")[:BATCH]):
        for version in batch:
            version.stems = stems_of(f"{version.proposal} {version.rationale}")
        CommentVersion.objects.bulk_update(batch, ["stems"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("comments", "0014_give_each_comment_a_key_of_its_links")]
    operations = [
        migrations.AddField(
            model_name="commentversion",
            name="stems",
            field=models.TextField(blank=True, editable=False, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
