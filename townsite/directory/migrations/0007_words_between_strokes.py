"""What is looked for is cut at strokes as well; the vocabulary learns the words that come of it."""

from importlib import import_module

from django.db import migrations

COUNTED = str(import_module("townsite.directory.migrations.0005_counted_words").COUNTED)
TYPED = "f_unaccent(word.text)"
MAKE = COUNTED.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
CUT = MAKE.replace(TYPED, "f_unaccent(translate(word.text, '/', ' '))")


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_sort_indexes"), ("sites", "0005_words_between_strokes")]
    operations = [
        migrations.RunSQL(CUT, MAKE),
        migrations.RunSQL("SELECT directory_rebuild_words()", migrations.RunSQL.noop),
    ]
