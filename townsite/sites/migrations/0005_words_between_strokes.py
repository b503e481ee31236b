"""Words joined by a stroke (“Park/Valet”) are found one by one: the generated column is made anew."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import townsite.sites.models.search_document


class Migration(migrations.Migration):
    dependencies = [("sites", "0004_gazetteer_read_only")]
    operations = [
        migrations.RemoveIndex(model_name="site", name="site_search"),
        migrations.RemoveField(model_name="site", name="search_vector"),
        migrations.AddField(
            model_name="site",
            name="search_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=townsite.sites.models.search_document.SearchDocument(),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="site",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_vector"], name="site_search"
            ),
        ),
    ]
