"""Whom a token stands for, told in one statement, and who sees tokens.

Its digest is what opens a token, so nobody learns another person's reach from it. The reach itself
is that of `townsite_reach`, which is asked in the name of the token's person for that moment.
"""

from django.db import migrations

from townsite.access.row_security import READ, USER, disable, enable, everything, further_rows

TOKEN = "accounts_accesstoken"
PLACE = "access_tokenplace"
EDITS_USERS = (
    f"{everything(READ)} AND ({USER} IS NULL OR 'user.edit' = ANY ("
    "(SELECT coalesce(nullif(current_setting('townsite.permissions', true), ''), '{}'))::text[]))"
)


OWN = f"{TOKEN}.user_id = {USER} OR {EDITS_USERS}"


OF_TOKEN = f"EXISTS (SELECT 1 FROM {TOKEN} t WHERE t.id = {PLACE}.token_id)"

ARRIVAL = """
CREATE FUNCTION townsite_token_arrival(hash text, moment timestamptz, address inet)
RETURNS TABLE (token_id uuid, prefix text, refusal text, scopes text[], requests_per_minute int,
               is_narrowed boolean, narrow_territories uuid[], narrow_sites uuid[], homes jsonb,
               narrow_further uuid[],
               user_id uuid, role text, territory_id uuid, site_id uuid, below uuid[],
               is_further boolean, covered uuid[], shadowed uuid[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 2 SET search_path = public AS $$
DECLARE
    held accounts_accesstoken;
    why text;
    asker text := coalesce(current_setting('townsite.user', true), '');
BEGIN
    SELECT t.* INTO held FROM accounts_accesstoken t
    WHERE t.digest = hash OR (t.former_digest = hash AND t.former_digest <> '' AND t.former_until > moment)
    LIMIT 1;
    IF NOT FOUND THEN RETURN; END IF;
    SELECT CASE
        WHEN held.revoked_at <= moment THEN 'revoked'
        WHEN held.expires_at <= moment THEN 'expired'
        WHEN NOT u.is_active THEN 'closed'
        WHEN cardinality(held.networks) > 0 AND NOT coalesce(
            (SELECT bool_or(address <<= n::inet) FROM unnest(held.networks) n), false) THEN 'address'
        ELSE '' END
    INTO why
    FROM accounts_user u WHERE u.id = held.user_id;
    IF why <> '' THEN
        RETURN QUERY SELECT held.id, held.prefix::text, why, NULL::text[], NULL::int, NULL::boolean,
            NULL::uuid[], NULL::uuid[], NULL::jsonb, NULL::uuid[], NULL::uuid, NULL::text, NULL::uuid,
            NULL::uuid, NULL::uuid[], NULL::boolean, NULL::uuid[], NULL::uuid[];
        RETURN;
    END IF;
    IF held.last_used_at IS NULL OR held.last_used_at < moment - interval '1 minute'
       OR held.last_used_from IS DISTINCT FROM address THEN
        UPDATE accounts_accesstoken t SET last_used_at = moment, last_used_from = address
        WHERE t.id = held.id;
    END IF;
    PERFORM set_config('townsite.user', held.user_id::text, true);
    RETURN QUERY
    WITH reach AS MATERIALIZED (SELECT * FROM townsite_reach(held.user_id, moment)),
    narrow AS (
        SELECT coalesce(array_agg(DISTINCT b.id) FILTER (WHERE b.id IS NOT NULL), '{}') AS territories,
               coalesce(array_agg(DISTINCT b.id) FILTER (WHERE b.hierarchy_id <> '__MAIN__'), '{}')
                   AS further,
               coalesce(array_agg(DISTINCT p.site_id) FILTER (WHERE p.site_id IS NOT NULL), '{}') AS sites
        FROM access_tokenplace p
        LEFT JOIN territories_territory own ON own.id = p.territory_id
        LEFT JOIN territories_territory b ON b.path <@ own.path
        WHERE held.is_narrowed AND p.token_id = held.id),
    homes AS (
        SELECT coalesce(jsonb_object_agg(s.id,
               array_remove(s.territory_id || s.further_territory_ids, NULL)), '{}'::jsonb) AS of_sites
        FROM sites_site s
        WHERE held.is_narrowed AND (s.id IN (SELECT r.site_id FROM reach r
                  UNION ALL SELECT unnest(r.covered || r.shadowed) FROM reach r)
              OR s.id = ANY ((SELECT n.sites FROM narrow n)::uuid[])))
    SELECT held.id, held.prefix::text, '', held.scopes::text[], held.requests_per_minute,
           held.is_narrowed, narrow.territories, narrow.sites, homes.of_sites,
           narrow.further, held.user_id, r.role, r.territory_id, r.site_id, r.below, r.is_further, r.covered, r.shadowed
    FROM narrow CROSS JOIN homes LEFT JOIN reach r ON true;
    PERFORM set_config('townsite.user', asker, true);
END $$;
""".replace("__MAIN__", "00000000-0000-7000-8000-000000000001")
# A site of one's own without territory is shown to its maker, but not to a narrowed token.
NARROWED = f"""
CREATE POLICY sites_site_narrowed ON sites_site AS RESTRICTIVE FOR ALL USING (
    (SELECT coalesce(current_setting('townsite.narrowed', true), '') = '')
    OR sites_site.territory_id IS NOT NULL
    OR sites_site.id = ANY ((SELECT coalesce(nullif(
        current_setting('townsite.read_sites', true), ''), '{{}}')::uuid[])::uuid[])
    OR {further_rows(READ, table="sites_site")});
"""
APPLY = "\n".join(
    [
        enable(TOKEN, read=OWN, write=OWN),
        enable(PLACE, read=OF_TOKEN, write=OF_TOKEN),
        ARRIVAL,
        NARROWED,
    ]
)
UNDO = "\n".join(
    [
        "DROP POLICY sites_site_narrowed ON sites_site;",
        "DROP FUNCTION townsite_token_arrival(text, timestamptz, inet);",
        *(disable(table) for table in (PLACE, TOKEN)),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("access", "0016_tokenplace"), ("accounts", "0003_access_tokens")]
    operations = [migrations.RunSQL(APPLY, UNDO)]
