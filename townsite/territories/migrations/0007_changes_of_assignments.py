"""Finds the assignments that began or ended since a moment, for the tree as of a date."""

from django.db import migrations

INDEXES = """
CREATE INDEX assignment_ended ON territories_assignment (upper(valid_during))
    WHERE kind = 'primary' AND NOT upper_inf(valid_during);
CREATE INDEX assignment_begun ON territories_assignment (lower(valid_during))
    WHERE kind = 'primary' AND upper_inf(valid_during);
"""
UNDO = "DROP INDEX assignment_ended; DROP INDEX assignment_begun;"


class Migration(migrations.Migration):
    dependencies = [("territories", "0006_coverage_once_at_a_time")]
    operations = [migrations.RunSQL(INDEXES, UNDO)]
