"""The database's own constraints on sites, told before they bite, and people not known yet.

Aliases: e.it is the row laid over its site, m the matched site, st the staged row.
"""

# `held`: a new site stays a draft instead; everything else is an error.
BROKEN_RULES = """
    SELECT 'room_count' AS field, 'needs_rooms' AS code, true AS held,
           'An active hotel needs its number of rooms (R-25).' AS sentence,
           e.it ->> 'status' = 'active' AND e.it ->> 'facility_type' = 'hotel'
           AND e.it ->> 'room_count' IS NULL AS broken
    UNION ALL SELECT 'parking_spaces', 'needs_both', true,
           'An active mixed-use site needs its rooms and spaces (R-25).',
           e.it ->> 'status' = 'active' AND e.it ->> 'facility_type' = 'mixed_use'
           AND (e.it ->> 'room_count' IS NULL OR e.it ->> 'parking_spaces' IS NULL)
    UNION ALL SELECT 'parking_spaces', 'needs_spaces', true,
           'Active self or mixed parking needs its number of spaces (R-25).',
           e.it ->> 'status' = 'active' AND e.it ->> 'parking_mode' IN ('self', 'mixed')
           AND e.it ->> 'parking_spaces' IS NULL
    UNION ALL SELECT 'city', 'needs_town', true, 'Beyond a draft, a site needs city and state.',
           e.it ->> 'status' <> 'draft'
           AND (e.it ->> 'city' IS NULL OR e.it ->> 'state' IS NULL)
    UNION ALL SELECT 'close_date', 'needs_close_date', false,
           'An inactive site needs the date it closed.',
           e.it ->> 'status' = 'inactive' AND e.it ->> 'close_date' IS NULL
    UNION ALL SELECT 'close_date', 'closes_before_start', false,
           'The site would close before it starts.',
           (e.it ->> 'close_date')::date < (e.it ->> 'start_date')::date
    UNION ALL SELECT 'number', 'number_differs', false,
           'The matched site has another number, and numbers never change (R-28).',
           e.it ->> 'number' <> m.before ->> 'number'
    UNION ALL SELECT 'status', 'site_merged', false,
           'This site was merged into another one and is not changed any more.',
           m.before ->> 'status' = 'merged'
"""

# The people of a matched row that its site does not know yet, as differences.
NEW_PEOPLE = """
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(key, jsonb_build_array(NULL, value)) AS diff
    FROM jsonb_each(st.values)
    WHERE m.site_id IS NOT NULL AND (
        key IN ('contact_name', 'contact_email', 'contact_phone') AND NOT EXISTS (
            SELECT 1 FROM sites_sitecontact l JOIN sites_contact k ON k.id = l.contact_id
            WHERE l.site_id = m.site_id AND upper_inf(l.valid_during)
              AND (k.email = st.values ->> 'contact_email'
                   OR k.phone = split_part(st.values ->> 'contact_phone', ' x', 1)
                   OR trim(k.first_name || ' ' || k.last_name) = st.values ->> 'contact_name'))
        OR key = 'billing_emails' AND EXISTS (
            SELECT 1 FROM jsonb_array_elements_text(value) AS given (email)
            WHERE NOT EXISTS (
                SELECT 1 FROM sites_sitecontact l JOIN sites_contact k ON k.id = l.contact_id
                WHERE l.site_id = m.site_id AND l.role = 'billing' AND upper_inf(l.valid_during)
                  AND k.email = given.email)))
    OFFSET 0) p ON true
"""
