"""Who may say what a change set touches and who takes part in it: those who work on it.

Until now any signed-in person could by raw SQL make a change set touch a site, and so become
visible, or write themselves in as a participant. The question refers to tables whose own policies
ask back, so a guarded function answers it as their owner.
"""

from django.db import migrations

from townsite.access.row_security import USER, WRITE, everything

FUNCTION = """
CREATE FUNCTION changes_works_on(change_set uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM changes_changeset c WHERE c.id = change_set AND c.created_by_id = person)
    OR EXISTS (
        SELECT 1 FROM changes_participant p
        WHERE p.change_set_id = change_set AND p.user_id = person AND p.role = 'author')
$$;
CREATE FUNCTION changes_is_delegate(change_set uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM changes_approval a
        WHERE a.change_set_id = change_set AND a.delegate_id = person)
$$;
REVOKE ALL ON FUNCTION changes_works_on(uuid, uuid), changes_is_delegate(uuid, uuid) FROM public;
GRANT EXECUTE ON FUNCTION changes_works_on(uuid, uuid), changes_is_delegate(uuid, uuid)
    TO townsite_app;
"""
DROP = """
DROP FUNCTION changes_works_on(uuid, uuid);
DROP FUNCTION changes_is_delegate(uuid, uuid);
"""
WORKS = f"{everything(WRITE)} OR changes_works_on({{table}}.change_set_id, {USER})"
# Whoever has to decide may name a delegate; the approval, which the decider may write, names them.
DELEGATE = "(role = 'delegate' AND changes_is_delegate(change_set_id, user_id))"
SOMEBODY = f"{everything(WRITE)} OR {USER} IS NOT NULL"
TABLES = ("changes_touch", "changes_participant")


def policies(rule: dict[str, str]) -> str:
    return "".join(
        f"DROP POLICY {table}_{verb} ON {table};"
        f" CREATE POLICY {table}_{verb} ON {table} FOR {command} {clause.format(rule[table])};"
        for table in TABLES
        for verb, command, clause in (
            ("add", "INSERT", "WITH CHECK ({0})"),
            ("change", "UPDATE", "USING ({0}) WITH CHECK ({0})"),
            ("remove", "DELETE", "USING ({0})"),
        )
    )


NOW = {table: WORKS.format(table=table) for table in TABLES}
NOW["changes_participant"] += f" OR {DELEGATE}"
BEFORE = dict.fromkeys(TABLES, SOMEBODY)


class Migration(migrations.Migration):
    dependencies = [("changes", "0004_import_class"), ("access", "0010_arrival")]
    operations = [migrations.RunSQL(FUNCTION + policies(NOW), policies(BEFORE) + DROP)]
