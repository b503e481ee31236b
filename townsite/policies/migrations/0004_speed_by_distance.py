"""The assumed speed became one by distance: a value that was set holds for all three."""

from django.db import migrations

SPREAD = """
UPDATE policies_policyvalue SET value = jsonb_build_object('short', value, 'middle', value, 'long', value)
WHERE key = 'placement.assumed_speed_km_per_hour' AND jsonb_typeof(value) = 'number';
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_alter_policyvalue_severity")]
    operations = [migrations.RunSQL(SPREAD, migrations.RunSQL.noop)]
