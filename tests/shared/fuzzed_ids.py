"""A hook of Schemathesis: half of the requests go to ids that exist, for nobody guesses one."""

import json
import os
import random
from typing import Any

import schemathesis

KNOWN: dict[str, list[str]] = json.loads(os.environ["FUZZED_IDS"])
"""Ids that exist, by the name of the path parameter."""

_chance = random.Random(7)


@schemathesis.hook
def before_call(_context: schemathesis.HookContext, case: schemathesis.Case, **_options: Any) -> None:
    """Put them in; not where one request leads to the next, for those go to what was made before."""
    if case.meta is not None and case.meta.phase.name.value == "stateful":
        return
    for name in case.path_parameters or {}:
        if name in KNOWN and _chance.random() < 0.5:
            case.path_parameters[name] = _chance.choice(KNOWN[name])
