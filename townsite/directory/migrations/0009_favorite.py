"""Favorites: the sites that a person marked with a star."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import townsite.audit.targets
import townsite.common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0008_guarded_functions"),
        ("sites", "0005_words_between_strokes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Favorite",
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
                ("created_at", models.DateTimeField()),
                (
                    "site",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="favorites",
                        to="sites.site",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="favorites",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["user", "site"], name="favorite_once")
                ],
            },
            bases=(townsite.audit.targets.PlainTarget, models.Model),
        ),
    ]
