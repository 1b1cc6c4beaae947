"""Customers of an organisation."""

from dataclasses import dataclass
from datetime import datetime

from berkas.clock import utc_now
from berkas.errors import DatabaseUnavailable
from berkas.ids import IdPrefix, new_id
from berkas.refusals import ValidationFailed
from tables.customers import MAX_FOLDED_NAME, MAX_FOLDED_NAME_BYTES, Customer
from tables.engine import Row, fetch, fetch_one
from tables.queries.storable import fold, storable_text

MEETINGS = 5
"""How often to try again when a customer of the same name is removed between two statements."""

_SELECT = "select id, organisation_id, name, created_at from customer where organisation_id = $1"
_HELD = "for key share"
"""Nobody can remove the customer before the caller's transaction ends."""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """Whom documents are about.

    Attributes:
        id: cus_…
        organisation_id: Whose customer.
        name: As first given.
        created_at: When first named.
    """

    id: str
    organisation_id: str
    name: str
    created_at: datetime


def is_storable_name(name: str) -> bool:
    """Whether the folded form of a name is short enough to be kept and found."""
    folded = fold(name)
    return len(folded) <= MAX_FOLDED_NAME and len(folded.encode()) <= MAX_FOLDED_NAME_BYTES


async def find_customer(organisation_id: str, customer_id: str) -> CustomerRow | None:
    """A customer of the organisation, or None."""
    row = await fetch_one(f"{_SELECT} and id = $2", organisation_id, customer_id)
    return _row(row) if row else None


async def name_customer(organisation_id: str, name: str) -> CustomerRow:
    """The customer of that name, however it is written; made by the upload that names it if there is none."""
    customer, _ = await _find_or_make(organisation_id, name, from_upload=True)
    return customer


async def find_or_make_customer(organisation_id: str, name: str) -> tuple[CustomerRow, bool]:
    """The customer of that name, however it is written, and whether it was made just now; it stays without documents, too."""
    customer, is_new = await _find_or_make(organisation_id, name, from_upload=False)
    await fetch("update customer set from_upload = false where id = $1 and from_upload", customer.id)
    return customer, is_new


async def _find_or_make(organisation_id: str, name: str, *, from_upload: bool) -> tuple[CustomerRow, bool]:
    folded = fold(name)
    is_new = False
    for _ in range(MEETINGS):
        made = (
            await Customer.insert(
                Customer(
                    id=new_id(IdPrefix.CUSTOMER),
                    organisation_id=organisation_id,
                    name=" ".join(storable_text(name).split()),
                    folded_name=folded,
                    from_upload=from_upload,
                    created_at=utc_now(),
                )
            )
            .on_conflict(target=(Customer.organisation_id, Customer.folded_name), action="DO NOTHING")
            .returning(Customer.id)
        )
        is_new = is_new or bool(made)
        row = await fetch_one(f"{_SELECT} and folded_name = $2 {_HELD}", organisation_id, folded)
        if row is not None:
            return _row(row), is_new
    raise DatabaseUnavailable


async def remove_unused(organisation_id: str, customer_ids: list[str]) -> int:
    """Remove those that an upload made and no document names any more, within the caller's transaction; how many."""
    # whoever is just naming one holds it; after the wait the next statement sees what they stored
    await fetch(f"{_SELECT} and id = any($2) order by id for update", organisation_id, customer_ids)
    rows = await fetch(
        """with dropped as (
            delete from customer c where c.organisation_id = $1 and c.id = any($2) and c.from_upload
                and not exists (
                    select from document d where d.organisation_id = c.organisation_id and d.customer_id = c.id
                )
                and not exists (
                    select from document_reference r
                    where r.organisation_id = c.organisation_id and r.customer_id = c.id
                )
            returning 1
        )
        select count(*) from dropped""",
        organisation_id,
        customer_ids,
    )
    return int(rows[0][0])


async def resolve_customer(organisation_id: str, *, name: str | None, customer_id: str | None) -> CustomerRow | None:
    """Whom an upload names, by name or id or both; None when by neither.

    Raises:
        ValidationFailed: The id is not a customer of the organisation, or is another one than the name's.
    """
    if customer_id is None:
        return await name_customer(organisation_id, name) if name else None
    row = await fetch_one(f"{_SELECT} and id = $2 {_HELD}", organisation_id, customer_id)
    if row is None:
        raise ValidationFailed({"customerId": ["is not a customer of yours"]})
    customer = _row(row)
    if name and fold(name) != fold(customer.name):
        raise ValidationFailed({"customerId": ["is a customer of another name than customerName"]})
    return customer


async def list_customers(organisation_id: str, *, limit: int, offset: int = 0) -> tuple[list[CustomerRow], int]:
    """Customers by name, and how many there are."""
    rows = await fetch(
        """select id, organisation_id, name, created_at from customer where organisation_id = $1
        order by folded_name, id limit $2 offset $3""",
        organisation_id,
        limit,
        offset,
    )
    total = await fetch("select count(*) from customer where organisation_id = $1", organisation_id)
    return [_row(row) for row in rows], int(total[0][0])


def _row(row: Row) -> CustomerRow:
    return CustomerRow(row["id"], row["organisation_id"], row["name"], row["created_at"])
