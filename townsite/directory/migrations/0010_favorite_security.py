"""A person sees and keeps their own favorites, of sites within their reach; they go with the site."""

from django.db import migrations

from townsite.access.row_security import READ, USER, WRITE, disable, enable, everything

TABLE = "directory_favorite"
OWN = (
    f"{TABLE}.user_id = {USER}"
    f" AND EXISTS (SELECT 1 FROM sites_site s WHERE s.id = {TABLE}.site_id)"
)
SEEN = f"{everything(READ)} AND {USER} IS NULL OR {OWN}"
KEPT = f"{everything(WRITE)} AND {USER} IS NULL OR {OWN}"
FOLLOW = f"""
ALTER TABLE {TABLE} ADD CONSTRAINT favorite_of_site FOREIGN KEY (site_id)
    REFERENCES sites_site (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
FOLLOW_NOT = f"ALTER TABLE {TABLE} DROP CONSTRAINT favorite_of_site;"


class Migration(migrations.Migration):
    dependencies = [("directory", "0009_favorite"), ("access", "0004_row_security")]
    operations = [
        migrations.RunSQL(FOLLOW, FOLLOW_NOT),
        migrations.RunSQL(enable(TABLE, read=SEEN, write=KEPT), disable(TABLE)),
    ]
