from django.db import migrations


def record_approvals(apps, schema_editor):
    """Editions approved before resolutions were recorded get one that claims nothing."""
    edition_model = apps.get_model("strategy", "Edition")
    resolution_model = apps.get_model("strategy", "Resolution")
    for edition in edition_model.objects.filter(stamp="approved", approved_by=None):
        resolution = resolution_model.objects.create(
            edition=edition,
            body="",
            adopted=True,
            date_in_words="usnesení není v portálu zaznamenáno",
        )
        edition.approved_by = resolution
        edition.save()


def explain_withdrawals(apps, schema_editor):
    """Nothing withdrew an edition before but by hand; neither moment nor reason was kept."""
    apps.get_model("strategy", "Edition").objects.filter(state="withdrawn").update(
        withdrawal_reason="kdy a proč, není v portálu zaznamenáno"
    )


class Migration(migrations.Migration):
    dependencies = [("strategy", "0003_resolutions_archive_and_jobs")]
    operations = [
        migrations.RunPython(record_approvals, migrations.RunPython.noop),
        migrations.RunPython(explain_withdrawals, migrations.RunPython.noop),
    ]
