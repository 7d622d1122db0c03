from django.db import migrations

# What readers say of care at home, of work and of getting about: plans speak of services in one's
# natural environment, of employment and of physical handicap.
SYNONYMS = [
    "domácí, přirozený, pečovatelka, pečovatelský, ošetřovatelka",
    "nezaměstnanost, nezaměstnaný, zaměstnání",
    "vozíčkář, bezbariérovost, tělesné postižení",
]


def add_synonyms(apps, schema_editor):
    """Those that the city has not written itself."""
    model = apps.get_model("strategy", "Synonyms")
    for words in SYNONYMS:
        model.objects.get_or_create(words=words)


class Migration(migrations.Migration):
    dependencies = [("strategy", "0024_keep_a_log_of_what_staff_did")]

    operations = [migrations.RunPython(add_synonyms, migrations.RunPython.noop)]
