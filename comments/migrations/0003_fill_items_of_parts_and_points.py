from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    """Each wording was of one part so far, about the item of its comment."""
    Comment = apps.get_model("comments", "Comment")
    CommentVersion = apps.get_model("comments", "CommentVersion")
    Point = apps.get_model("comments", "Point")
    Item = apps.get_model("strategy", "Item")
    of_comment = Comment.objects.filter(pk=OuterRef("comment"))
    CommentVersion.objects.update(item=Subquery(of_comment.values("item")[:1]))
    of_item = Item.objects.filter(pk=OuterRef("item"))
    Point.objects.update(item_key=Subquery(of_item.values("key")[:1]))
    newest = CommentVersion.objects.filter(comment=OuterRef("pk")).order_by("-number")
    # A wording may have been erased.
    Comment.objects.update(newest_version=Coalesce(Subquery(newest.values("number")[:1]), 1))
    Comment.objects.update(version=F("newest_version"))


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_consultations_parts_and_following"),
        ("strategy", "0009_organisations_and_letters"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
