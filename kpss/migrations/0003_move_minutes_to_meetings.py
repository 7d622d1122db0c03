"""Minutes stood by themselves; now they are of a meeting of a body. Nothing they say is lost."""

from django.db import migrations
from django.utils.text import slugify

COORDINATION_GROUP = "Koordinační skupina"


def move(apps, schema_editor):
    Minutes = apps.get_model("kpss", "Minutes")
    for minutes in Minutes.objects.order_by("pk"):
        minutes.meeting = _meeting(apps, minutes)
        minutes.state = "approved" if minutes.approved else "draft"
        minutes.save()
        apps.get_model("kpss", "HistoricalMinutes").objects.filter(id=minutes.pk).update(
            meeting_id=minutes.meeting_id
        )


def _meeting(apps, minutes):
    Meeting = apps.get_model("kpss", "Meeting")
    body = _body(apps, minutes.group)
    return Meeting.objects.create(body=body, day=minutes.held_on, place=minutes.place)


def _body(apps, name):
    Body = apps.get_model("kpss", "Body")
    found = Body.objects.filter(name=name).first()
    if found:
        return found
    kind = "coordination" if name == COORDINATION_GROUP else "theme"
    base = slug = slugify(name)[:45].strip("-") or "skupina"
    number = 2
    while Body.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return Body.objects.create(kind=kind, name=name, slug=slug)


class Migration(migrations.Migration):
    dependencies = [("kpss", "0002_bodies_meetings_and_documents")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
