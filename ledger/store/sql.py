"""Statements for bulk writing as driver text: SQLite and PostgreSQL both understand them."""

from sqlalchemy import Dialect, Table


def _quoted(dialect: Dialect, names: tuple[str, ...]) -> list[str]:
    return [dialect.identifier_preparer.quote(name) for name in names]


def _mark(dialect: Dialect) -> str:
    return "?" if dialect.paramstyle == "qmark" else "%s"


def insert_sql(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    """Return an INSERT of these columns, in this order."""
    marks = ", ".join(_mark(dialect) for _ in columns)
    return f"INSERT INTO {_name(dialect, table)} ({', '.join(_quoted(dialect, columns))}) VALUES ({marks})"


def upsert_sql(dialect: Dialect, table: Table, key: tuple[str, ...], rest: tuple[str, ...]) -> str:
    """Return an INSERT of key and rest that changes the rest where the key exists."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in _quoted(dialect, rest))
    action = f"UPDATE SET {changes}" if rest else "NOTHING"
    keys = ", ".join(_quoted(dialect, key))
    return f"{insert_sql(dialect, table, (*key, *rest))} ON CONFLICT ({keys}) DO {action}"


def update_sql(dialect: Dialect, table: Table, rest: tuple[str, ...], key: tuple[str, ...]) -> str:
    """Return an UPDATE whose parameters are the rest, then the key."""
    changes = ", ".join(f"{name} = {_mark(dialect)}" for name in _quoted(dialect, rest))
    return f"UPDATE {_name(dialect, table)} SET {changes} WHERE {_where(dialect, key)}"


def delete_sql(dialect: Dialect, table: Table, key: tuple[str, ...]) -> str:
    """Return a DELETE by key."""
    return f"DELETE FROM {_name(dialect, table)} WHERE {_where(dialect, key)}"


def _where(dialect: Dialect, key: tuple[str, ...]) -> str:
    return " AND ".join(f"{name} = {_mark(dialect)}" for name in _quoted(dialect, key))


def _name(dialect: Dialect, table: Table) -> str:
    return dialect.identifier_preparer.format_table(table)
