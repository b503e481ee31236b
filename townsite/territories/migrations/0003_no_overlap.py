"""Boundaries of peers may not overlap while both are in force; the database holds it.

A constraint trigger, checked at the end of the transaction: a border moves in both of its
territories at once. One lock makes writers wait for each other, because two that each see only
their own shapes could overlap. It asks as the tables' owner: a hidden territory counts as well.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION townsite_refuse_overlap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE
    fault text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('territories_boundary'));
    SELECT format('%s and %s overlap', mine.code, peer.code) INTO fault
    FROM territories_boundary a
    JOIN territories_territory mine ON mine.id = a.territory_id AND mine.status <> 'inactive'
    JOIN territories_boundary b ON b.geometry && a.geometry AND b.valid_during && a.valid_during
    JOIN territories_territory peer ON peer.id = b.territory_id AND peer.status <> 'inactive'
    WHERE a.id = NEW.id AND NOT (mine.path @> peer.path OR peer.path @> mine.path)
      AND ST_Relate(a.geometry, b.geometry, '2********')
      -- Borders that were rounded apart differ by a hand's breadth; that is no overlap.
      AND NOT ST_IsEmpty(ST_Buffer(
          ST_CollectionExtract(ST_Intersection(a.geometry, b.geometry), 3), -1e-6))
    LIMIT 1;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION '%', fault
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'boundary_without_overlap';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER boundary_without_overlap
AFTER INSERT OR UPDATE OF geometry, territory_id, valid_during ON territories_boundary
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION townsite_refuse_overlap();
"""
UNDO = """
DROP TRIGGER boundary_without_overlap ON territories_boundary;
DROP FUNCTION townsite_refuse_overlap();
"""


class Migration(migrations.Migration):
    dependencies = [("territories", "0002_site_territory")]
    operations = [migrations.RunSQL(FUNCTION, UNDO)]
