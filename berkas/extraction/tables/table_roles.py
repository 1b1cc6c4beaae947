"""What the columns of a table are to each other, as the rules and checks of a template say it: no name of a field is known here."""

from dataclasses import dataclass
from typing import Final

from berkas.model import rules
from berkas.model.template import FieldType, TemplateDefinition, TemplateField

CODE: Final = "digits"
"""The normaliser of codes."""


@dataclass(frozen=True, slots=True)
class TableRoles:
    """The roles of columns.

    Attributes:
        table: The array.
        numbering: Columns that count the rows.
        starts: Columns of which a value begins a row.
        numbers: Columns of numbers that do not count rows.
        product: Columns that multiply.
        balance: The running balance and the movements that it follows.
        directions: How one column of amounts becomes two.
        unit: Column of the unit of a quantity.
        labels: Of the document's other fields: a line with one is no row.
        opening: Labels of the balance before the first row.
        closing: Labels of the balance after the last row.
    """

    table: TemplateField
    numbering: frozenset[str]
    starts: frozenset[str]
    numbers: frozenset[str]
    product: rules.Product | None
    balance: rules.RunningBalance | None
    directions: rules.Directions | None
    unit: str | None = None
    labels: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()

    @staticmethod
    def of(table: TemplateField, template: TemplateDefinition) -> "TableRoles":
        """The roles in a table of a template.

        Args:
            table: An array with its columns.
            template: That it belongs to.
        """
        items = table.items
        fields = items.fields if items else ()
        row_rules = [rule.arguments for rule in items.rules] if items else []
        about = [check.arguments for check in template.checks if rules.table_of(check) == table.name]
        numbering = frozenset(
            rule.number for rule in row_rules if isinstance(rule, rules.LeadingNumbers | rules.NumberedInOrder)
        )
        balance = next((one for one in about if isinstance(one, rules.RunningBalance)), None)
        labels = {other.name: other.labels for other in template.fields if other.items is None}
        return TableRoles(
            table,
            numbering,
            frozenset(items.row_start if items else ()),
            frozenset(f.name for f in fields if f.type is FieldType.NUMBER and f.name not in numbering),
            next((one for one in about if isinstance(one, rules.Product)), None),
            balance,
            next((one for one in row_rules if isinstance(one, rules.Directions)), None),
            next((one.unit for one in row_rules if isinstance(one, rules.UnitsOfQuantities)), None),
            tuple(label for own in labels.values() for label in own),
            labels.get(balance.opening or "", ()) if balance else (),
            labels.get(balance.closing or "", ()) if balance else (),
        )

    @property
    def fields(self) -> tuple[TemplateField, ...]:
        """The columns."""
        return self.table.items.fields if self.table.items else ()

    @property
    def titles(self) -> tuple[str, ...]:
        """Titles of the list that the table is; empty of one with headings alone."""
        return self.table.items.titles if self.table.items else ()

    @property
    def texts(self) -> frozenset[str]:
        """Columns of text."""
        return frozenset(field.name for field in self.fields if field.type is FieldType.STRING)

    @property
    def codes(self) -> frozenset[str]:
        """Columns of codes that do not count the rows, as of branches."""
        return frozenset(field.name for field in self.fields if field.normaliser == CODE) - self.numbering

    @property
    def movements(self) -> frozenset[str]:
        """Columns of movements beside a running balance; empty where the table has none."""
        found = {self.balance.debit, self.balance.credit} if self.balance else set()
        return frozenset(found | ({self.directions.amount} if self.directions else set()))
