"""Roles of the database: what the role of API and workers may do, and what a check of the installation asks about it.

The owner of the tables could drop the triggers of the audit log; the role that serves requests is another one, and may neither
change tables nor entries.
"""

from dataclasses import dataclass
from typing import Final

from tables.engine import Row, fetch, fetch_one

APPEND_ONLY: Final = ("audit_entry",)
"""Tables whose rows the runtime role may read and add, and neither change nor remove."""

READ_ONLY: Final = ("migration",)
"""Tables that belong to migrations alone."""

_RIGHTS: Final = """
select current_user as name, r.rolsuper as is_superuser,
    a.oid is not null and pg_has_role(a.relowner, 'usage') as owns_tables,
    a.oid is null or has_table_privilege(a.oid, 'insert') as may_append,
    a.oid is not null and has_table_privilege(a.oid, 'update, delete, truncate') as may_change_entries,
    has_schema_privilege('public', 'create') as may_create,
    array(
        select datname::text from pg_database
        where datallowconn and not datistemplate and datname <> all(array[current_database(), 'postgres']::name[])
            and has_database_privilege(oid, 'connect')
        order by datname
    ) as other_databases
from pg_roles r left join pg_class a on a.oid = to_regclass('public.audit_entry')
where r.rolname = current_user
"""


@dataclass(frozen=True, slots=True)
class RoleRights:
    """What the role of this connection may do.

    Attributes:
        name: Of the role.
        is_superuser: Whether it may do everything.
        owns_tables: Whether it is, or is a member of, the owner of the tables, and so may drop triggers and alter tables.
        may_append: Whether it may add to the audit log; true where there is none yet.
        may_change_entries: Whether it was granted to change or remove entries of the audit log.
        may_create: Whether it may make objects in the schema of the tables.
        other_databases: Databases beside this one and `postgres` that it may connect to.
    """

    name: str
    is_superuser: bool
    owns_tables: bool
    may_append: bool
    may_change_entries: bool
    may_create: bool
    other_databases: tuple[str, ...]

    @property
    def is_confined(self) -> bool:
        """Whether it can do no more than the application needs."""
        return not (self.is_superuser or self.owns_tables or self.may_change_entries or self.may_create)


async def rights() -> RoleRights:
    """Of the role of this connection."""
    row = await fetch_one(_RIGHTS)
    if row is None:
        message = "the role of a connection exists"
        raise RuntimeError(message)
    return _row(row)


async def grant_runtime(role: str) -> None:
    """Let a role do what API and workers need in every table that there is now, as the owner of the tables; may be repeated."""
    [named] = await fetch("select quote_ident($1)", role)
    name = named[0]
    statements = [
        f"grant usage on schema public to {name}",
        f"grant select, insert, update, delete on all tables in schema public to {name}",
        f"grant usage, select on all sequences in schema public to {name}",
        *(f"revoke update, delete, truncate, references, trigger on {table} from {name}" for table in APPEND_ONLY),
        *(
            f"revoke insert, update, delete, truncate, references, trigger on {table} from {name}"
            for table in READ_ONLY
        ),
    ]
    for statement in statements:
        await fetch(statement)


def _row(row: Row) -> RoleRights:
    return RoleRights(**dict(row) | {"other_databases": tuple(row["other_databases"])})
