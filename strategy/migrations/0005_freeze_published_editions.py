from django.db import migrations, models


class Migration(migrations.Migration):
    """Installed the triggers once, too; they are installed by a later migration now."""

    dependencies = [("strategy", "0004_record_how_editions_were_approved")]
    operations = [
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stamp", "approved"), _negated=True),
                    ("approved_by__isnull", False),
                    _connector="OR",
                ),
                name="edition_approved_by_resolution",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "withdrawn"),
                        models.Q(
                            ("withdrawn_at__isnull", False),
                            models.Q(("withdrawal_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True),
                        ("withdrawn_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="edition_withdrawn_when",
            ),
        ),
    ]
