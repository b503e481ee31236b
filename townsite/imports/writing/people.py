"""Contacts named in the rows: found again by e-mail or phone, added where they are new."""

from townsite.imports.writing.work import Work

# One line for each person and site; a person is known by e-mail, else by phone and name.
GATHER = """
DROP TABLE IF EXISTS pg_temp.import_people;
CREATE TEMPORARY TABLE import_people ON COMMIT DROP AS
WITH named AS (
    SELECT row_number, site_id, values, values AS said FROM pg_temp.import_new
    WHERE values ?| ARRAY['contact_name', 'contact_email', 'contact_phone', 'billing_emails']
    UNION ALL
    SELECT row_number, site_id, values, diff FROM pg_temp.import_changed
    WHERE diff ?| ARRAY['contact_name', 'contact_email', 'contact_phone', 'billing_emails']
), people AS (
    SELECT row_number, site_id, values ->> 'contact_name' AS name,
           coalesce(values ->> 'contact_email', '') AS email,
           coalesce(values ->> 'contact_phone', '') AS phone,
           coalesce(values ->> 'contact_role',
                    CASE WHEN values ?| ARRAY['contact_name', 'contact_email'] THEN 'primary'
                         ELSE 'other' END) AS role
    FROM named WHERE said ?| ARRAY['contact_name', 'contact_email', 'contact_phone']
    UNION ALL
    SELECT row_number, site_id, NULL, email, '', 'billing'
    FROM named, jsonb_array_elements_text(values -> 'billing_emails') AS email
    WHERE said ? 'billing_emails'
)
SELECT row_number, site_id, email, split_part(phone, ' x', 1) AS phone,
       split_part(phone, ' x', 2) AS phone_ext,
       coalesce(split_part(name, ' ', 1), '') AS first_name,
       coalesce(substr(name, length(split_part(name, ' ', 1)) + 2), '') AS last_name,
       -- Exactly one primary (R-18): a second one comes in as “other”.
       CASE WHEN role = 'primary' AND EXISTS (
                SELECT 1 FROM sites_sitecontact l WHERE l.site_id = people.site_id
                AND l.role = 'primary' AND upper_inf(l.valid_during))
            THEN 'other' ELSE role END AS role,
       coalesce(nullif(email, ''), phone || '|' || coalesce(name, '')) AS key,
       NULL::uuid AS contact_id
FROM people
"""
FIND = """
UPDATE pg_temp.import_people p SET contact_id = k.id
FROM (SELECT DISTINCT ON (email) id, email FROM sites_contact
      WHERE email <> '' AND is_active ORDER BY email, id) k
WHERE p.email <> '' AND k.email = p.email
"""
ADD = """
WITH fresh AS (
    SELECT DISTINCT ON (key) key, uuid7() AS id, first_name, last_name, email, phone, phone_ext
    FROM pg_temp.import_people WHERE contact_id IS NULL
    ORDER BY key, first_name = '', phone = '', row_number
), made AS (
    INSERT INTO sites_contact (id, first_name, last_name, title, department, email, phone,
        phone_ext, mobile, preferred_method, language, time_zone, consent_purpose, verify_method,
        is_active, created_by_id, created_at, updated_at, version)
    SELECT id, first_name, last_name, '', '', email, phone, phone_ext, '', '', 'en', '', '', '',
           true, %(actor)s::uuid, %(at)s, %(at)s, 1
    FROM fresh
), kept AS (
    INSERT INTO imports_made (of_id, kind, object_id) SELECT %(import)s, 'contact', id FROM fresh
)
UPDATE pg_temp.import_people p SET contact_id = fresh.id FROM fresh
WHERE p.contact_id IS NULL AND p.key = fresh.key
"""
LINK = """
WITH made AS (
    INSERT INTO sites_sitecontact (id, site_id, contact_id, role, shift, available_24_7, valid_during)
    SELECT uuid7(), site_id, contact_id, role, '', false, tstzrange(%(at)s, NULL)
    FROM (SELECT DISTINCT site_id, contact_id, role FROM pg_temp.import_people) p
    WHERE NOT EXISTS (
        SELECT 1 FROM sites_sitecontact l WHERE l.site_id = p.site_id
        AND l.contact_id = p.contact_id AND l.role = p.role AND upper_inf(l.valid_during))
    RETURNING id, site_id
)
INSERT INTO imports_made (of_id, kind, object_id, site_id)
SELECT %(import)s, 'site_contact', id, site_id FROM made
"""


def write_people(work: Work) -> None:
    """Finds or adds the people of the rows, unverified (R-20), before the sites are written."""
    work.run(GATHER)
    work.run("CREATE INDEX ON pg_temp.import_people (site_id)", FIND, ADD)
    work.run("ANALYZE pg_temp.import_people")


def link_people(work: Work) -> None:
    """Says what each person is for at which site, once the sites are there."""
    work.run(LINK)
