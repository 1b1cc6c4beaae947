"""Copies of a document that was read, straight in the database: for what many documents cost."""

from tables.engine import fetch


async def multiply(document_id: str, times: int) -> None:
    """Add so many copies of a document and of its extractions; nothing but their ids differs."""
    for table, id_column in (("document", "id"), ("extraction", "document_id")):
        columns = [
            row[0]
            for row in await fetch(
                "select column_name::text from information_schema.columns where table_name = $1 and table_schema = 'public'",
                table,
            )
        ]
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(
            {"id": "left(t.id, 22) || lpad(n::text, 8, '0')", "document_id": "left(t.document_id, 22) || lpad(n::text, 8, '0')",
             "dedupe_key": "null"}.get(name, f't."{name}"')
            for name in columns
        )  # fmt: skip
        await fetch(
            f"insert into {table} ({names}) select {values} from {table} t, generate_series(1, {times:d}) n"
            f" where t.{id_column} = $1",
            document_id,
        )
