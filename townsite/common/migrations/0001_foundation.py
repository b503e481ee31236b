"""SQL functions that later migrations build on, and the table of the shared cache."""

from django.db import migrations

FUNCTIONS = """
-- unaccent is only STABLE because its dictionary could change; ours does not, and an index
-- needs IMMUTABLE.
CREATE FUNCTION f_unaccent(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT public.unaccent('public.unaccent', $1) $$;

-- UUIDv7 (RFC 9562 section 5.7) for rows that SQL makes: 48 bits of milliseconds, then random.
CREATE FUNCTION uuid7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                placing substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
$$;

CREATE TABLE common_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX common_cache_expires ON common_cache (expires);
"""

UNDO = """
DROP TABLE common_cache; DROP FUNCTION uuid7(); DROP FUNCTION f_unaccent(text);
"""


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
