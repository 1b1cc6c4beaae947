"""What `docker build` sends to the builder: the rules of .dockerignore, as Docker documents them and its client applies them.

Rules: https://docs.docker.com/build/concepts/context/#dockerignore-files. A folder that is left out is not looked into unless an
exception begins with its name: a pattern such as `!api/**/*.py` does not reach `api/controllers` (docker/cli#2919).
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Rule:
    """A line of the file: its cleaned pattern, the same as an expression, and whether it is an exception (`!`)."""

    pattern: str
    expression: re.Pattern[str]
    is_exception: bool


def rules_of(text: str) -> list[Rule]:
    """The lines of a .dockerignore that say something."""
    rules = []
    for line in text.splitlines():
        words = "" if line.startswith("#") else line.strip()
        if not words:
            continue
        is_exception = words.startswith("!")
        pattern = posixpath.normpath(words.removeprefix("!").strip()).lstrip("/")
        rules.append(Rule(pattern, _expression(pattern), is_exception))
    return rules


def context_of(folder: Path, rules: list[Rule]) -> Iterator[str]:
    """Every file that is sent, by its path below the folder."""
    yield from _walk(folder, "", rules, [False] * len(rules))


def _walk(folder: Path, prefix: str, rules: list[Rule], above: list[bool]) -> Iterator[str]:
    for entry in sorted(folder.iterdir()):
        path = prefix + entry.name
        is_left_out, matched = _look(path, rules, above)
        if not entry.is_dir() or entry.is_symlink():
            if not is_left_out:
                yield path
        elif not is_left_out or any(f"{rule.pattern}/".startswith(f"{path}/") for rule in rules if rule.is_exception):
            yield from _walk(entry, f"{path}/", rules, matched)


def _look(path: str, rules: list[Rule], above: list[bool]) -> tuple[bool, list[bool]]:
    """Whether a path is left out, and which rules count for it: the last one decides that matches it or counts for its folder."""
    is_left_out = False
    matched = []
    for rule, counts_above in zip(rules, above, strict=True):
        # a rule that would change nothing does not count, also not for what is below
        counts = counts_above or (rule.is_exception == is_left_out and rule.expression.fullmatch(path) is not None)
        matched.append(counts)
        if counts:
            is_left_out = not rule.is_exception
    return is_left_out, matched


def _expression(pattern: str) -> re.Pattern[str]:
    """Go's filepath.Match, and `**` for any number of folders."""
    written, rest = "", pattern
    while rest:
        if rest in {"**", "**/"}:
            written, rest = written + ".*", ""
        elif rest.startswith("**"):
            written, rest = written + "(.*/)?", rest.removeprefix("**").removeprefix("/")
        elif rest[0] == "\\" and len(rest) > 1:
            written, rest = written + re.escape(rest[1]), rest[2:]
        elif rest[0] == "[" and "]" in rest:
            inside, _, rest = rest.partition("]")
            written += f"{inside}]"
        else:
            written += {"*": "[^/]*", "?": "[^/]"}.get(rest[0], re.escape(rest[0]))
            rest = rest[1:]
    return re.compile(written)
