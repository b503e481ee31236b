"""Imports are seen and changed by their author, and by whoever reaches everything."""

from django.db import migrations

from townsite.access.row_security import READ, USER, WRITE, disable, enable, everything


def own(table: str) -> str:
    return enable(
        table,
        read=f"{everything(READ)} OR {table}.author_id = {USER}",
        write=f"{everything(WRITE)} OR {table}.author_id = {USER}",
    )


def of_own_import(table: str) -> str:
    inner = f"{table}.of_id IN (SELECT i.id FROM imports_import i)"
    return enable(
        table, read=f"{everything(READ)} OR {inner}", write=f"{everything(WRITE)} OR {inner}"
    )


PARTS = ("imports_importfile", "imports_importrow", "imports_made")
SQL = "\n".join(
    [
        own("imports_import"),
        own("imports_rememberedmap"),
        *map(of_own_import, PARTS),
        # The packed file does not get smaller by compressing it again.
        "ALTER TABLE imports_importfile ALTER COLUMN packed SET STORAGE EXTERNAL;",
    ]
)
UNDO = "\n".join(map(disable, ("imports_import", "imports_rememberedmap", *PARTS)))


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial"), ("access", "0004_row_security")]
    operations = [migrations.RunSQL(SQL, UNDO)]
