"""The first page reads what happened without the single steps of large jobs, from an index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('job_id', ''), models.Q(('target_kind', 'site'), _negated=True), _connector='OR'), fields=['id'], name='event_headline'),
        ),
    ]
