"""Sessions know when they end and what their person owes; passwords know since when they are used."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import townsite.common.ids

# Nothing was settled for sessions of before, so everybody signs in once more.
SIGN_OUT = "DELETE FROM accounts_session"
PRESENT_PASSWORDS = """
INSERT INTO accounts_passwordrecord (id, user_id, encoded, set_at)
SELECT gen_random_uuid(), id, password, joined_at FROM accounts_user WHERE password NOT LIKE '!%'
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_access_tokens")]
    operations = [
        migrations.RunSQL(SIGN_OUT, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="session",
            name="ends_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="session",
            name="factor_roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=21), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="session", name="password_until", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="session",
            name="seen_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="PasswordRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=townsite.common.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("encoded", models.CharField(max_length=128)),
                ("set_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="password_records",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-set_at"], name="password_record_latest")
                ],
            },
        ),
        migrations.RunSQL(PRESENT_PASSWORDS, migrations.RunSQL.noop),
    ]
