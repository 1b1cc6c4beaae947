"""Customers of an organisation."""

from dataclasses import dataclass
from datetime import datetime

from berkas.clock import utc_now
from berkas.errors import ValidationFailed
from berkas.ids import IdPrefix, new_id
from tables.customers import Customer
from tables.engine import Row, fetch, fetch_one
from tables.queries.storable import fold, storable_text


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


async def find_customer(organisation_id: str, customer_id: str) -> CustomerRow | None:
    """A customer of the organisation, or None."""
    row = await fetch_one(
        "select id, organisation_id, name, created_at from customer where organisation_id = $1 and id = $2",
        organisation_id,
        customer_id,
    )
    return _row(row) if row else None


async def name_customer(organisation_id: str, name: str) -> CustomerRow:
    """The customer of that name, however it is written; made if there is none."""
    customer, _ = await find_or_make_customer(organisation_id, name)
    return customer


async def find_or_make_customer(organisation_id: str, name: str) -> tuple[CustomerRow, bool]:
    """The customer of that name, however it is written, and whether it was made just now."""
    folded = fold(name)
    made = (
        await Customer.insert(
            Customer(
                id=new_id(IdPrefix.CUSTOMER),
                organisation_id=organisation_id,
                name=" ".join(storable_text(name).split()),
                folded_name=folded,
                created_at=utc_now(),
            )
        )
        .on_conflict(target=(Customer.organisation_id, Customer.folded_name), action="DO NOTHING")
        .returning(Customer.id)
    )
    rows = await fetch(
        "select id, organisation_id, name, created_at from customer where organisation_id = $1 and folded_name = $2",
        organisation_id,
        folded,
    )
    return _row(rows[0]), bool(made)


async def resolve_customer(organisation_id: str, *, name: str | None, customer_id: str | None) -> CustomerRow | None:
    """Whom an upload names, by name or id or both; None when by neither.

    Raises:
        ValidationFailed: The id is not a customer of the organisation, or is another one than the name's.
    """
    if customer_id is None:
        return await name_customer(organisation_id, name) if name else None
    customer = await find_customer(organisation_id, customer_id)
    if customer is None:
        raise ValidationFailed({"customerId": ["is not a customer of yours"]})
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
