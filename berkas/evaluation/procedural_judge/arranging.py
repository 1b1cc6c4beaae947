"""Where the blocks at the head of a document stand: rows of columns, found by chance."""

import random
from collections.abc import Callable, Mapping, Sequence

from berkas.evaluation.procedural_judge.boxes import Align, Box, Rule, Side, Stack
from berkas.evaluation.procedural_judge.draft import Draft

Arrangement = tuple[tuple[tuple[str, ...], ...], ...]
"""Rows of columns of names of blocks."""

Build = Callable[[str, float, Align], Box]
"""Makes a block, given its name, its width in points and the side that its lines are set to."""

_GAP = 16


def arrange(rng: random.Random, weights: Mapping[str, float]) -> Arrangement:
    """Put blocks into rows and columns.

    Args:
        rng: Makes every choice.
        weights: How much each block tends to the beginning.
    """
    left, order = list(weights), []
    while left:
        order.append(rng.choices(left, [weights[name] for name in left])[0])
        left.remove(order[-1])
    scheme = rng.choices(("rows", "columns", "first apart", "last apart"), (40, 25, 25, 10))[0]
    if scheme == "columns":
        return (_columns(rng, order),)
    if scheme == "first apart":
        return ((tuple(order[:1]),), *((_columns(rng, order[1:]),) if order[1:] else ()))
    if scheme == "last apart" and len(order) > 2:
        return (_columns(rng, order[:-1]), (tuple(order[-1:]),))
    rows = []
    while order:
        count = rng.choices((1, 2, 3), (40, 50, 10))[0]
        rows.append(tuple((name,) for name in order[:count]))
        order = order[count:]
    return tuple(rows)


def place(draft: Draft, weights: Mapping[str, float], width: float, build: Build) -> list[Box]:
    """The blocks as boxes below each other, in an arrangement by chance."""
    arrangement = arrange(draft.rng, weights)
    draft.note(str(arrangement))
    has_rules = draft.chance(0.3)
    boxes: list[Box] = []
    for row in arrangement:
        shares = _shares(draft.rng, len(row))
        columns: list[Box] = []
        for number, names in enumerate(row):
            inner = (width - _GAP * (len(row) - 1)) * shares[number]
            align: Align = draft.rng.choice(("left", "center", "right")) if len(row) == 1 else "left"
            if len(row) > 1 and number == len(row) - 1 and draft.chance(0.5):
                align = "right"
            columns.append(Stack([build(name, inner, align) for name in names], 8))
        boxes.append(Side(columns, shares, _GAP))
        if has_rules and row is not arrangement[-1]:
            boxes.append(Rule(draft.rng.choice((0.5, 1.4)), 1))
    return boxes


def _shares(rng: random.Random, count: int) -> list[float]:
    if count == 2:
        return rng.choice(([0.5, 0.5], [0.58, 0.42], [0.55, 0.45]))
    return [1.0] if count == 1 else [0.36, 0.32, 0.32]


def _columns(rng: random.Random, order: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Two columns; one is left out when nothing is in it."""
    sides: tuple[list[str], list[str]] = ([], [])
    for number, name in enumerate(order):
        sides[number % 2 if rng.random() < 0.7 else rng.randrange(2)].append(name)
    return tuple(tuple(part) for part in sides if part)
