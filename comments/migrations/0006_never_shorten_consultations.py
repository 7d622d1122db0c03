from django.db import migrations

from comments.unshortened import MESSAGE, NAME
from strategy import triggers

# As they were then: a later migration lets what was called off go.
RULES = [
    (
        "comments_consultation",
        "UPDATE",
        "NEW.edition_id <> OLD.edition_id OR NEW.opens_at <> OLD.opens_at"
        " OR NEW.closes_at < OLD.closes_at OR NEW.answers_promised_on < OLD.answers_promised_on",
    ),
    ("comments_consultation", "DELETE", "1 = 1"),
    ("comments_extension", "UPDATE", "1 = 1"),
    ("comments_extension", "DELETE", "1 = 1"),
]


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, NAME, RULES, MESSAGE)


def uninstall(apps, schema_editor):
    triggers.uninstall(schema_editor.connection, NAME, RULES)


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_erase_contacts_and_files_of_a_variant")]
    operations = [migrations.RunPython(install, uninstall)]
