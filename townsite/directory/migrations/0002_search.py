"""What the search box looks things up in: the words of related records, and the vocabulary.

`sites_site.search_extra` holds the words of a site's customer, contacts and territories. A row's own
trigger fills it while the row is written (writing it again afterwards would double the cost of an
import); statement-level triggers of the other tables refresh the sites they touch, set by set. All
run as their owner, past row-level security: what a site is found by does not depend on who saves.

`directory_word` holds every word of letters in the portfolio, for correcting misspellings. It has no
unique key on purpose: with one, two imports with a new word in common would wait for each other, or
deadlock. Readers do not mind a word standing twice; the nightly rebuild leaves one of each.
"""

from django.db import migrations

EXTRA = """
-- The words of customer, current contacts and territories (without the national top, which says
-- nothing about a site). Bulk loaders may put them into their INSERT: the trigger then does nothing.
CREATE FUNCTION directory_extra_words(site uuid, customer uuid, path ltree) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT concat_ws(' ',
        (SELECT c.name FROM sites_customer c WHERE c.id = customer),
        (SELECT string_agg(concat_ws(' ', c.first_name, c.last_name, c.email,
                                     translate(c.email, '@.', '  ')), ' ' ORDER BY c.id)
         FROM sites_sitecontact l JOIN sites_contact c ON c.id = l.contact_id
         WHERE l.site_id = site AND l.valid_during @> now()),
        (SELECT string_agg(t.code || ' ' || t.name, ' ' ORDER BY t.path)
         FROM territories_territory t
         WHERE t.code = ANY (string_to_array(path::text, '.')) AND t.level <> 'national'))
$$;
CREATE FUNCTION directory_search_extra(site_ids uuid[])
RETURNS TABLE (site_id uuid, search_extra text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    WITH wanted AS MATERIALIZED (
        SELECT s.id, s.customer_id, s.territory_path FROM sites_site s WHERE s.id = ANY (site_ids)
    ), people AS (
        SELECT l.site_id, string_agg(concat_ws(' ', c.first_name, c.last_name, c.email,
                   translate(c.email, '@.', '  ')), ' ' ORDER BY c.id) AS words
        FROM sites_sitecontact l JOIN sites_contact c ON c.id = l.contact_id
        WHERE l.site_id = ANY (site_ids) AND l.valid_during @> now() GROUP BY l.site_id
    ), places AS (
        SELECT p.territory_path, string_agg(t.code || ' ' || t.name, ' ' ORDER BY t.path) AS words
        FROM (SELECT DISTINCT territory_path FROM wanted) p
        JOIN territories_territory t
            ON t.code = ANY (string_to_array(p.territory_path::text, '.')) AND t.level <> 'national'
        GROUP BY p.territory_path
    )
    SELECT w.id, concat_ws(' ', c.name, people.words, places.words)
    FROM wanted w LEFT JOIN sites_customer c ON c.id = w.customer_id
    LEFT JOIN people ON people.site_id = w.id
    LEFT JOIN places ON places.territory_path = w.territory_path
$$;
CREATE FUNCTION directory_refresh_extra(site_ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE refreshed integer;
BEGIN
    UPDATE sites_site s SET search_extra = x.search_extra
    FROM directory_search_extra(site_ids) x
    WHERE s.id = x.site_id AND s.search_extra <> x.search_extra;
    GET DIAGNOSTICS refreshed = ROW_COUNT;
    RETURN refreshed;
END $$;

CREATE FUNCTION directory_extra_on_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.search_extra := directory_extra_words(NEW.id, NEW.customer_id, NEW.territory_path);
    RETURN NEW;
END $$;
CREATE TRIGGER directory_extra_on_insert BEFORE INSERT ON sites_site FOR EACH ROW
WHEN (NEW.search_extra = '' AND (NEW.customer_id IS NOT NULL OR NEW.territory_path IS NOT NULL))
EXECUTE FUNCTION directory_extra_on_write();
CREATE TRIGGER directory_extra_on_update BEFORE UPDATE ON sites_site FOR EACH ROW
WHEN (OLD.search_extra = NEW.search_extra AND (OLD.customer_id IS DISTINCT FROM NEW.customer_id
    OR OLD.territory_path::text IS DISTINCT FROM NEW.territory_path::text))
EXECUTE FUNCTION directory_extra_on_write();
"""

WORDS = """
CREATE TABLE directory_word (
    word text COLLATE "C" NOT NULL,
    sites integer NOT NULL DEFAULT 1  -- how many hold it, as of the last rebuild
);
CREATE INDEX word_prefix ON directory_word (word);
CREATE INDEX word_similar ON directory_word USING gin (word gin_trgm_ops);
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON directory_word FROM townsite_app;

CREATE FUNCTION directory_learn(vectors tsvector[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    INSERT INTO directory_word (word)
    SELECT DISTINCT lexeme COLLATE "C"
    FROM unnest(vectors) v CROSS JOIN LATERAL unnest(tsvector_to_array(v)) lexeme
    WHERE lexeme ~ '^[a-z]{3,40}$'
        AND NOT EXISTS (SELECT 1 FROM directory_word w WHERE w.word = lexeme COLLATE "C")
$$;
CREATE FUNCTION directory_learn_on_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$ BEGIN
    PERFORM directory_learn(array_agg(search_vector)) FROM now_is;
    RETURN NULL;
END $$;
CREATE FUNCTION directory_learn_on_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$ BEGIN
    PERFORM directory_learn(array_agg(n.search_vector)) FROM now_is n JOIN was o ON o.id = n.id
    WHERE n.search_vector <> o.search_vector;
    RETURN NULL;
END $$;
CREATE TRIGGER directory_learn_on_insert AFTER INSERT ON sites_site
REFERENCING NEW TABLE AS now_is FOR EACH STATEMENT EXECUTE FUNCTION directory_learn_on_insert();
CREATE TRIGGER directory_learn_on_update AFTER UPDATE ON sites_site
REFERENCING OLD TABLE AS was NEW TABLE AS now_is
FOR EACH STATEMENT EXECUTE FUNCTION directory_learn_on_update();

CREATE FUNCTION directory_rebuild_words() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE found integer;
BEGIN
    DELETE FROM directory_word;
    INSERT INTO directory_word (word, sites)
    SELECT word, ndoc FROM ts_stat('SELECT search_vector FROM public.sites_site')
    WHERE word ~ '^[a-z]{3,40}$';
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END $$;

-- Each part of the words that can be looked up: whether it begins a known word, and if not, the
-- known words it may be a slip of, nearest and commonest first. Words of one to three letters and
-- anything but plain letters are taken as they are.
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

# Each: table, events, the sites that a change touches. `was` and `now_is` are the changed rows.
RELATED = {
    "sites_sitecontact": {
        "INSERT": "SELECT site_id FROM now_is",
        "UPDATE": "SELECT site_id FROM now_is UNION SELECT site_id FROM was",
        "DELETE": "SELECT site_id FROM was",
    },
    "sites_contact": {
        "UPDATE": """SELECT l.site_id FROM sites_sitecontact l JOIN now_is n ON n.id = l.contact_id
            JOIN was o ON o.id = n.id
            WHERE (o.first_name, o.last_name, o.email) <> (n.first_name, n.last_name, n.email)""",
    },
    "sites_customer": {
        "UPDATE": """SELECT s.id FROM sites_site s JOIN now_is n ON n.id = s.customer_id
            JOIN was o ON o.id = n.id WHERE o.name <> n.name""",
    },
    "territories_territory": {
        "UPDATE": """SELECT s.id FROM now_is n JOIN was o ON o.id = n.id
            JOIN territories_territory below ON below.path <@ n.path
            JOIN sites_site s ON s.territory_id = below.id
            WHERE (o.code, o.name, o.level) <> (n.code, n.name, n.level)""",
    },
}
TABLES = {
    "INSERT": "NEW TABLE AS now_is",
    "UPDATE": "OLD TABLE AS was NEW TABLE AS now_is",
    "DELETE": "OLD TABLE AS was",
}


def follow(table: str, event: str, sites: str) -> str:
    name = f"directory_extra_of_{table}_{event.lower()}"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE touched uuid[];
BEGIN
    touched := ARRAY({sites});
    IF cardinality(touched) > 0 THEN PERFORM directory_refresh_extra(touched); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {TABLES[event]}
FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def unfollow(table: str, event: str) -> str:
    name = f"directory_extra_of_{table}_{event.lower()}"
    return f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"


FOLLOW = "".join(
    follow(table, event, sites) for table, events in RELATED.items() for event, sites in events.items()
)
FILL = """
UPDATE sites_site s SET search_extra = x.search_extra
FROM directory_search_extra(ARRAY(SELECT id FROM sites_site)) x
WHERE s.id = x.site_id AND s.search_extra <> x.search_extra;
SELECT directory_rebuild_words();
"""
UNDO = "".join(
    unfollow(table, event) for table, events in RELATED.items() for event in events
) + """
DROP TRIGGER directory_learn_on_insert ON sites_site;
DROP TRIGGER directory_learn_on_update ON sites_site;
DROP TRIGGER directory_extra_on_insert ON sites_site;
DROP TRIGGER directory_extra_on_update ON sites_site;
DROP FUNCTION directory_read_words(text[]); DROP FUNCTION directory_rebuild_words();
DROP FUNCTION directory_learn_on_insert(); DROP FUNCTION directory_learn_on_update();
DROP FUNCTION directory_learn(tsvector[]); DROP TABLE directory_word;
DROP FUNCTION directory_extra_on_write(); DROP FUNCTION directory_refresh_extra(uuid[]);
DROP FUNCTION directory_search_extra(uuid[]); DROP FUNCTION directory_extra_words(uuid, uuid, ltree);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_site_cells"),
        ("access", "0006_suspected_duplicate_security"),
        ("sites", "0003_suspected_duplicates"),
        ("territories", "0002_site_territory"),
    ]
    operations = [migrations.RunSQL(EXTRA + WORDS + FOLLOW + FILL, UNDO)]
