import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kpss', '0013_keep_in_which_language_letters_go_out'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentText',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='file_text', serialize=False, to='kpss.document')),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('whole', 'The whole text is searched.'), ('beginning', 'The text is long; only its beginning is searched.'), ('empty', 'There is no text in the file, as a scanner makes it. Have its text recognised (OCR) and upload it again.'), ('unreadable', 'The text of the file could not be read.')], max_length=10, verbose_name='text of the file')),
                ('text', models.TextField(blank=True)),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
