"""Statements for bulk writing as driver text: SQLite and PostgreSQL both understand them, but for the stages.

A stage is a temporary table of PostgreSQL beside one of the mirror: rows are copied into it, one statement takes them.
"""

from sqlalchemy import Dialect, Table


def insert_sql(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    """Return an INSERT of these columns, in this order."""
    marks = ", ".join(_mark(dialect) for _ in columns)
    return f"INSERT INTO {name(dialect, table)} ({_list(dialect, columns)}) VALUES ({marks})"


def upsert_sql(dialect: Dialect, table: Table, key: tuple[str, ...], rest: tuple[str, ...]) -> str:
    """Return an INSERT of key and rest that changes the rest where the key exists."""
    return f"{insert_sql(dialect, table, (*key, *rest))} {_conflict(dialect, key, rest)}"


def update_sql(dialect: Dialect, table: Table, rest: tuple[str, ...], key: tuple[str, ...]) -> str:
    """Return an UPDATE whose parameters are the rest, then the key."""
    changes = ", ".join(f"{column} = {_mark(dialect)}" for column in _quoted(dialect, rest))
    return f"UPDATE {name(dialect, table)} SET {changes} WHERE {_where(dialect, key)}"


def delete_sql(dialect: Dialect, table: Table, key: tuple[str, ...]) -> str:
    """Return a DELETE by key."""
    return f"DELETE FROM {name(dialect, table)} WHERE {_where(dialect, key)}"


def stage_sql(dialect: Dialect, table: Table) -> str:
    """Return what makes the table's stage, if this session has none."""
    made = f"{stage(dialect, table)} ON COMMIT DELETE ROWS AS TABLE {name(dialect, table)} WITH NO DATA"
    return f"CREATE TEMPORARY TABLE IF NOT EXISTS {made}"


def stage_used_sql(dialect: Dialect, table: Table) -> str:
    """Return the question whether this transaction has used the stage before."""
    return f"SELECT pg_relation_size('{stage(dialect, table)}') > 0"


def stage_emptied_sql(dialect: Dialect, table: Table) -> str:
    """Return what empties the stage; it gets a new file, which costs a millisecond or two."""
    return f"TRUNCATE {stage(dialect, table)}"


def upsert_staged_sql(dialect: Dialect, table: Table, key: tuple[str, ...], rest: tuple[str, ...]) -> str:
    """Return ``upsert_sql`` for all rows of the stage."""
    names = _list(dialect, (*key, *rest))
    taken = f"SELECT {names} FROM {stage(dialect, table)}"
    return f"INSERT INTO {name(dialect, table)} ({names}) {taken} {_conflict(dialect, key, rest)}"


def update_staged_sql(dialect: Dialect, table: Table, rest: tuple[str, ...], key: tuple[str, ...]) -> str:
    """Return ``update_sql`` for all rows of the stage."""
    changes = ", ".join(f"{column} = s.{column}" for column in _quoted(dialect, rest))
    return f"UPDATE {name(dialect, table)} t SET {changes} FROM {stage(dialect, table)} s WHERE {_same(dialect, key)}"


def delete_staged_sql(dialect: Dialect, table: Table, key: tuple[str, ...]) -> str:
    """Return ``delete_sql`` for all rows of the stage."""
    return f"DELETE FROM {name(dialect, table)} t USING {stage(dialect, table)} s WHERE {_same(dialect, key)}"


def name(dialect: Dialect, table: Table) -> str:
    """Return the table as a statement names it."""
    return dialect.identifier_preparer.format_table(table)


def stage(dialect: Dialect, table: Table) -> str:
    """Return the table's stage as a statement names it."""
    return "pg_temp." + dialect.identifier_preparer.quote(f"stage_{table.name}")


def _conflict(dialect: Dialect, key: tuple[str, ...], rest: tuple[str, ...]) -> str:
    changes = ", ".join(f"{column} = excluded.{column}" for column in _quoted(dialect, rest))
    return f"ON CONFLICT ({_list(dialect, key)}) DO {f'UPDATE SET {changes}' if rest else 'NOTHING'}"


def _where(dialect: Dialect, key: tuple[str, ...]) -> str:
    return " AND ".join(f"{column} = {_mark(dialect)}" for column in _quoted(dialect, key))


def _same(dialect: Dialect, key: tuple[str, ...]) -> str:
    return " AND ".join(f"t.{column} = s.{column}" for column in _quoted(dialect, key))


def _list(dialect: Dialect, names: tuple[str, ...]) -> str:
    return ", ".join(_quoted(dialect, names))


def _quoted(dialect: Dialect, names: tuple[str, ...]) -> list[str]:
    return [dialect.identifier_preparer.quote(column) for column in names]


def _mark(dialect: Dialect) -> str:
    return "?" if dialect.paramstyle == "qmark" else "%s"
