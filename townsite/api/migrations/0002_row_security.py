"""A remembered answer is seen by its caller only: it holds what that caller may see."""

from django.db import migrations

from townsite.access.row_security import USER, disable, enable

OWN = f"api_idempotentanswer.user_id = {USER}"


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial"), ("access", "0004_row_security")]
    operations = [
        migrations.RunSQL(
            enable("api_idempotentanswer", read=OWN, write=OWN), disable("api_idempotentanswer")
        )
    ]
