from django.db import migrations


class Migration(migrations.Migration):
    """Installed the triggers once; they are installed by a later migration now."""

    dependencies = [("strategy", "0001_plans_editions_and_items")]
    operations = []
