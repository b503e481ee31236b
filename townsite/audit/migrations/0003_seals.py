"""Seals over the events, and where an event came from."""

import django.contrib.postgres.fields
from django.db import migrations, models

# Hashes do not compress; seals are added and read by the app, never changed or removed.
APPLY = """
ALTER TABLE audit_seal ALTER COLUMN entries SET STORAGE EXTERNAL,
    ADD CONSTRAINT seal_entries_of_its_events CHECK (octet_length(entries) = 40 * events),
    ADD CONSTRAINT seal_links_are_sha256 CHECK (octet_length(link) = 32 AND octet_length(before) = 32);
ALTER TABLE audit_dayseal ADD CONSTRAINT day_seal_links_are_sha256 CHECK (
    octet_length(link) = 32 AND octet_length(before) = 32 AND octet_length(head) = 32);
REVOKE UPDATE, DELETE, TRUNCATE ON audit_seal, audit_dayseal FROM townsite_app;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_headlines'),
    ]

    operations = [
        migrations.CreateModel(
            name='HorizonMark',
            fields=[
                ('upto_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('writers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('marked_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='event',
            name='address',
            field=models.GenericIPAddressField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='DaySeal',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('first_number', models.BigIntegerField()),
                ('last_number', models.BigIntegerField()),
                ('events', models.BigIntegerField()),
                ('head', models.BinaryField()),
                ('before', models.BinaryField()),
                ('link', models.BinaryField()),
                ('signature', models.BinaryField()),
                ('sealed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last_number__gte', models.F('first_number'))), name='day_seal_range_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('after_id', models.BigIntegerField(unique=True)),
                ('upto_id', models.BigIntegerField(unique=True)),
                ('events', models.IntegerField()),
                ('entries', models.BinaryField()),
                ('before', models.BinaryField()),
                ('link', models.BinaryField()),
                ('sealed_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'number'], name='seal_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='seal_number_positive'), models.CheckConstraint(condition=models.Q(('after_id__gte', 0), ('upto_id__gt', models.F('after_id'))), name='seal_range_not_empty'), models.CheckConstraint(condition=models.Q(('events__gt', 0)), name='seal_holds_events')],
            },
        ),
        migrations.RunSQL(APPLY, migrations.RunSQL.noop),
    ]
