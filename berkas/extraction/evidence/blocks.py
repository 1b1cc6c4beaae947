"""What the blocks about the parties say of a candidate."""

from typing import Final

from berkas.extraction.evidence.scene import Scene, key_of
from berkas.extraction.evidence.views import View
from berkas.layout.cells import Cell
from berkas.model.extraction import Scalar
from berkas.model.strategies import PartyPart, Role
from berkas.model.template import TemplateField

_SIGNATURE: Final = ("HORMATKAMI", "YANGMEMBUATPERNYATAAN", "AUTHORIZEDSIGNATURE", "DIREKTUR", "PENERIMA", "MANAGER", "FINANCE",
                     "REGARDS", "TTD", "DIBUATOLEH", "DISETUJUIOLEH", "SIGNATURE", "SALAM")  # fmt: skip


def party_features(view: View, scene: Scene) -> dict[str, float]:
    """Where a candidate stands, seen from the names of the parties, and what stands around it."""
    find = view.candidate.field.find
    cell = scene.cell_of.get(key_of(view.first))
    if cell is None:
        return {}
    below = _below_text(cell, scene)
    above = [text for line in scene.folded_cells[max(0, cell.line - 6) : cell.line] for text in line]
    found = {
        "contact_below": float(_has_address(below)),
        "in_signature": float(any(text.startswith(_SIGNATURE) for text in above)),
    }
    if find is None or find.party is None:
        return found
    own, other = find.party.role, Role.RECIPIENT if find.party.role is Role.ISSUER else Role.ISSUER
    found["party_known"] = float(own in scene.parties)
    for name, role in (("own", own), ("other", other)):
        names = scene.parties.get(role)
        if names:
            found[f"{name}_party"] = min(_distance(cell, one) for one in names)
            found[f"{name}_block"] = float(any(_is_block(cell, one) for one in names))
            found[f"{name}_beside"] = float(any(_is_beside(cell, one) for one in names))
    return found


def _below_text(cell: Cell, scene: Scene) -> str:
    texts = []
    for line in scene.layout.cells[cell.line + 1 : cell.line + 4]:
        texts += [o.text for o in line if o.page == cell.page and o.left < cell.right and o.right > cell.left]
    return " ".join(texts)


def _has_address(text: str) -> bool:
    upper = text.upper()
    return any(
        word in upper
        for word in ("JL.", "JL ", "JALAN", "TELP", "PHONE", "@", "STREET", "ROAD", "AVE", "RUKO", "KOMPLEK")
    )


def _distance(cell: Cell, party: Cell) -> float:
    """Lines from a party's name down to a cell; 30 for another page or above."""
    if cell.page != party.page:
        return 30.0
    lines = cell.line - party.line
    return float(min(lines, 30)) if lines >= 0 else 30.0


def _is_block(cell: Cell, party: Cell) -> bool:
    """Whether a cell stands under a party's name: aligned left, right or in the middle, within eight lines."""
    near = 3 * max(cell.height, party.height)
    is_aligned = any(
        abs(own - other) < near
        for own, other in ((cell.left, party.left), (cell.right, party.right), (cell.center, party.center))
    )
    return (
        cell.page == party.page
        and 0 <= cell.line - party.line <= 8
        and (is_aligned or (cell.left < party.right and cell.right > party.left))
    )


def _is_beside(cell: Cell, party: Cell) -> bool:
    """Whether a cell stands right of a party's name, on its line or within five lines below."""
    return cell.page == party.page and 0 <= cell.line - party.line <= 5 and cell.left >= party.right


def is_party_name(field: TemplateField) -> bool:
    """Whether a field is the name of a party, which is known before the rest of its block."""
    return field.find is not None and field.find.party is not None and field.find.party.part is PartyPart.NAME


def cells_of_name(field: TemplateField, name: Scalar, scene: Scene) -> tuple[Cell, ...]:
    """Wherever the name of a party stands: in the letterhead, above a signature."""
    places = (one.pieces[0] for one in scene.proposals[field.name].candidates if str(one.value) == str(name))
    cells = (scene.cell_of.get(key_of(piece)) for piece in places)
    return tuple(cell for cell in cells if cell is not None)
