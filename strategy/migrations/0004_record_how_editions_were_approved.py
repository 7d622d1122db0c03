from django.db import migrations
from django.utils import timezone


def record_approvals(apps, schema_editor):
    """Editions approved before resolutions were recorded get one that says so."""
    edition_model = apps.get_model("strategy", "Edition")
    resolution_model = apps.get_model("strategy", "Resolution")
    part_model = apps.get_model("strategy", "ResolutionPart")
    for edition in edition_model.objects.filter(stamp="approved", approved_by=None):
        resolution = resolution_model.objects.create(
            edition=edition,
            body="city_council",
            adopted=True,
            date=timezone.localdate(edition.published_at),
        )
        part_model.objects.create(
            resolution=resolution,
            position=1,
            verb="approves",
            subject="plan",
            wording=edition.title,
        )
        edition.approved_by = resolution
        edition.save()


def date_withdrawals(apps, schema_editor):
    """Nothing withdrew an edition before but by hand; the moment was not kept."""
    apps.get_model("strategy", "Edition").objects.filter(state="withdrawn").update(
        withdrawn_at=timezone.now()
    )


class Migration(migrations.Migration):
    dependencies = [("strategy", "0003_resolutions_archive_and_jobs")]
    operations = [
        migrations.RunPython(record_approvals, migrations.RunPython.noop),
        migrations.RunPython(date_withdrawals, migrations.RunPython.noop),
    ]
