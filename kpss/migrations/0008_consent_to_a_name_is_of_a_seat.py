from django.db import migrations, models

from kpss import once


def install(apps, schema_editor):
    # SQLite lost them with the table that was made anew.
    once.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("kpss", "0007_keep_the_history_of_names_and_activities"),
        ("strategy", "0015_count_uses_of_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalmembership",
            name="name_consent",
            field=models.BooleanField(
                default=False,
                help_text="Only for a seat for the service users. It can be withdrawn at any time.",
                verbose_name="the service user has agreed to be named",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="name_consent",
            field=models.BooleanField(
                default=False,
                help_text="Only for a seat for the service users. It can be withdrawn at any time.",
                verbose_name="the service user has agreed to be named",
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="name_public",
            field=models.BooleanField(
                default=False,
                help_text=(
                    "For those who act in office. It does not hold for a seat for the service"
                    " users: there the consent to the name is given for the seat."
                ),
                verbose_name="the name is public",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_consent", False), ("side", "service_user"), _connector="OR"
                ),
                name="membership_consent_of_service_user",
                violation_error_message="Only who sits for the service users is asked to agree.",
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
