"""Rows are found by two indexes that begin with their import; a third was only written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0004_change_set'),
    ]

    operations = [
        migrations.AlterField(
            model_name='importrow',
            name='of',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.import'),
        ),
    ]
