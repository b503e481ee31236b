"""Counts of a table's rows, kept right by triggers: the one maker of their SQL (ADR 6).

Rows of a tally are only ever added, in the transaction that changes what is counted: a plus or a
minus. So the counts are right at once, and two writers never wait for each other, as they would if
they updated the same few counters. `<part>_settle_<noun>()` adds up what has come in since.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from townsite.common.history import FOR_MANY


@dataclass(frozen=True)
class Tally:
    """A table of counts, and what it counts.

    `columns` are those of a counted row that it reads. An update that leaves `differs` (SQL over a
    row `{row}`; all columns if empty) as it was costs next to nothing. `add` is the INSERT of what
    `{rows}` amounts to: signed rows, with `sign` 1 or -1 and the columns; `{settled}` is for its
    column is_settled. Rows with the same `keys` are added up by `sums` (column -> SQL aggregate);
    the first is how many are counted, and a settled row without any goes.
    """

    part: str
    noun: str
    table: str
    counted: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    sums: Mapping[str, str]
    add: str
    nullable: frozenset[str] = frozenset()
    differs: str = ""

    def maintenance(self) -> str:
        """SQL of the triggers and of settling; the table must be there."""
        return "".join([*map(self._trigger, _TABLES), self._emptied(), self._settle()])

    def fill(self) -> str:
        """SQL that counts what is there already."""
        return f"DO $$ BEGIN {self._added(self._rows(self.counted, 1), settled=True)} END $$;"

    def rebuild(self) -> str:
        """SQL of the function that counts anew, for loaders that switch triggers off; and a call."""
        name = f"{self.part}_rebuild_{self.noun}()"
        return f"""
CREATE FUNCTION {name} RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    -- Writers wait: a change they made meanwhile would be counted twice or not at all.
    LOCK TABLE {self.counted} IN SHARE MODE;
    DELETE FROM {self.table};
    {self._added(self._rows(self.counted, 1), settled=True)}
END $$;
-- Locks everybody out for as long as it takes: for set-up, not for the app.
REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC;
SELECT {name};
"""

    def undo(self) -> str:
        """SQL that takes the triggers, the functions and the table away again."""
        drops = [
            f"DROP TRIGGER {self._on(v)} ON {self.counted}; DROP FUNCTION {self._on(v)}();"
            for v in (*_TABLES, "truncate")
        ]
        return "".join(drops) + (
            f"DROP FUNCTION {self.part}_settle_{self.noun}();"
            f" DROP FUNCTION IF EXISTS {self.part}_rebuild_{self.noun}(); DROP TABLE {self.table};"
        )

    def _on(self, verb: str) -> str:
        return f"{self.part}_{self.noun}_on_{verb}"

    def _added(self, rows: str, *, settled: bool = False) -> str:
        return self.add.replace("{rows}", rows).replace("{settled}", str(settled).lower())

    def _rows(self, table: str, sign: int, *, other: str = "") -> str:
        columns = ", ".join(f"s.{name}" for name in self.columns)
        rows = f"SELECT {sign} AS sign, {columns} FROM {table} s"
        if not other:
            return rows
        state = self.differs or f"({', '.join(f'{{row}}.{name}' for name in self.columns)})"
        was, now = state.replace("{row}", "o"), state.replace("{row}", "s")
        return f"{rows} JOIN {other} o ON o.id = s.id WHERE {was} IS DISTINCT FROM {now}"

    def _trigger(self, verb: str) -> str:
        rows = {
            "insert": self._rows("now_is", 1),
            "update": self._rows("was", -1, other="now_is")
            + " UNION ALL "
            + self._rows("now_is", 1, other="was"),
            "delete": self._rows("was", -1),
        }
        return self._made(verb, self._added(rows[verb]), f"REFERENCING {_TABLES[verb]}")

    def _emptied(self) -> str:
        return self._made("truncate", f"DELETE FROM {self.table};")

    def _made(self, verb: str, body: str, tables: str = "") -> str:
        plan = FOR_MANY if verb == "update" else ""
        return f"""
CREATE FUNCTION {self._on(verb)}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public {plan} AS $$ BEGIN {body} RETURN NULL; END $$;
CREATE TRIGGER {self._on(verb)} AFTER {verb.upper()} ON {self.counted}
{tables} FOR EACH STATEMENT EXECUTE FUNCTION {self._on(verb)}();
"""

    def _settle(self) -> str:
        keys = ", ".join(self.keys)
        same = " AND ".join(
            f"t.{k} {'IS NOT DISTINCT FROM' if k in self.nullable else '='} n.{k}"
            for k in self.keys
        )
        return f"""
CREATE FUNCTION {self.part}_settle_{self.noun}() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE settled integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('{self.part}_settle_{self.noun}')) THEN
        RETURN 0;
    END IF;
    WITH news AS (
        SELECT DISTINCT {keys} FROM {self.table} WHERE NOT is_settled
    ), gone AS (
        DELETE FROM {self.table} t USING news n WHERE {same} RETURNING t.*
    )
    INSERT INTO {self.table} ({keys}, {", ".join(self.sums)}, is_settled)
    SELECT {keys}, {", ".join(self.sums.values())}, true
    FROM gone GROUP BY {keys} HAVING {next(iter(self.sums.values()))} <> 0 ORDER BY {keys};
    GET DIAGNOSTICS settled = ROW_COUNT;
    RETURN settled;
END $$;
"""


_TABLES = {
    "insert": "NEW TABLE AS now_is",
    "update": "OLD TABLE AS was NEW TABLE AS now_is",
    "delete": "OLD TABLE AS was",
}
