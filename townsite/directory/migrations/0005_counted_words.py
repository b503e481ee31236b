"""How many sites have exactly the word that was typed: common words are meant as they stand."""

from django.db import migrations

DROP = "DROP FUNCTION directory_read_words(text[]);"
COUNTED = """
CREATE FUNCTION directory_read_words(typed text[])
RETURNS TABLE (lexeme text, is_known boolean, sites integer, candidates text[])
LANGUAGE sql STABLE SET search_path = public AS $$
    SELECT part.lexeme, known.answer, coalesce((
        SELECT max(w.sites) FROM directory_word w WHERE w.word = part.lexeme COLLATE "C"), 0),
        CASE WHEN NOT known.answer THEN ARRAY(
        SELECT w.word FROM directory_word w
        WHERE w.word % part.lexeme
            AND length(w.word) BETWEEN length(part.lexeme) - 2 AND length(part.lexeme) + 2
            AND levenshtein_less_equal(w.word, part.lexeme, 2) <= 2
        GROUP BY w.word
        ORDER BY min(levenshtein_less_equal(w.word, part.lexeme, 2)), max(w.sites) DESC
        LIMIT 12) END
    FROM unnest(typed) WITH ORDINALITY word (text, place)
    CROSS JOIN LATERAL unnest(to_tsvector('simple', f_unaccent(word.text))) part
    CROSS JOIN LATERAL (
        SELECT part.lexeme !~ '^[a-z]{4,40}$' OR EXISTS (
            SELECT 1 FROM directory_word w WHERE w.word >= part.lexeme COLLATE "C"
                AND w.word < (part.lexeme || '~') COLLATE "C") AS answer
    ) known
    ORDER BY word.place, part.positions[1]
$$;
"""
BEFORE = """
CREATE FUNCTION directory_read_words(typed text[])
RETURNS TABLE (lexeme text, is_known boolean, candidates text[])
LANGUAGE sql STABLE SET search_path = public AS $$
    SELECT part.lexeme, known.answer, CASE WHEN NOT known.answer THEN ARRAY(
        SELECT w.word FROM directory_word w
        WHERE w.word % part.lexeme
            AND length(w.word) BETWEEN length(part.lexeme) - 2 AND length(part.lexeme) + 2
            AND levenshtein_less_equal(w.word, part.lexeme, 2) <= 2
        GROUP BY w.word
        ORDER BY min(levenshtein_less_equal(w.word, part.lexeme, 2)), max(w.sites) DESC
        LIMIT 12) END
    FROM unnest(typed) WITH ORDINALITY word (text, place)
    CROSS JOIN LATERAL unnest(to_tsvector('simple', f_unaccent(word.text))) part
    CROSS JOIN LATERAL (
        SELECT part.lexeme !~ '^[a-z]{4,40}$' OR EXISTS (
            SELECT 1 FROM directory_word w WHERE w.word >= part.lexeme COLLATE "C"
                AND w.word < (part.lexeme || '~') COLLATE "C") AS answer
    ) known
    ORDER BY word.place, part.positions[1]
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_saved_view_security")]
    operations = [migrations.RunSQL(DROP + COUNTED, DROP + BEFORE)]
