from django.db import migrations, models

ENTRY = ("part", "text", "line", "label", "normal", "rule", "certainty")
VERDICT = ("span", "line", "text", "rule", "certainty", "node", "part", "alternatives")


def put_in_columns(apps, schema_editor):
    """Files that still wait to be looked at, as they are read now."""
    model = apps.get_model("strategy", "PlanImport")
    for key in model.objects.values_list("pk", flat=True):
        found = model.objects.get(pk=key)
        found.created = found.read.pop("created", {})
        if "nodes" in found.read:
            verdicts = found.read["verdicts"]
            found.read["verdicts"] = {name: [one[name] for one in verdicts] for name in VERDICT}
            for node in found.read["nodes"]:
                node["entries"] = [[entry[name] for name in ENTRY] for entry in node["entries"]]
        found.save(update_fields=["read", "created"])


class Migration(migrations.Migration):
    dependencies = [("strategy", "0022_keep_a_ledger_of_erasures")]

    operations = [
        migrations.AddField("planimport", "created", models.JSONField(default=dict)),
        migrations.RunPython(put_in_columns, migrations.RunPython.noop),
    ]
