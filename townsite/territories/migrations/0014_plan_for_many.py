"""The trigger that counts worked sites compares rows: it is planned for many of them."""

from django.db import migrations

from townsite.common.history import FOR_MANY

NAME = "territories_worked_on_update()"


class Migration(migrations.Migration):
    dependencies = [("territories", "0013_lighter_history")]
    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {NAME} {FOR_MANY};", f"ALTER FUNCTION {NAME} RESET enable_nestloop;"
        )
    ]
