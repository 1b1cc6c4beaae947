"""A data file of the registry: YAML that says where it is wrong, by file, path and line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import yaml
from pydantic import ValidationError
from pydantic.alias_generators import to_snake

try:
    from yaml import CSafeLoader as SafeLoader  # ten times as fast, where PyYAML was built with it
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

Problem = tuple[str, str]
"""Path such as ``fields.3.labels``, and what is wrong there."""

_NOT_TEXT: Final = "must be text; quote words such as NO, ON and numbers, which YAML reads as something else"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file as it was written.

    Attributes:
        name: Folder and name, for messages.
        text: YAML.
    """

    name: str
    text: str

    def content(self) -> Any:  # noqa: ANN401 - whatever YAML may hold
        """What the file says.

        Raises:
            ValueError: It is not YAML, or it says a key twice.
        """
        try:
            return yaml.load(self.text, Loader=_Loader)  # noqa: S506 - a safe loader
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f" (line {mark.line + 1})" if mark else ""
            message = f"{self.name}: {getattr(error, 'problem', None) or 'not YAML'}{line}"
            raise ValueError(message) from None

    def refusal(self, problems: Iterable[Problem]) -> ValueError:
        """An error that names every problem with its path and line."""
        listed = (f"{path}: {message} (line {self._line_of(path)})" for path, message in problems)
        return ValueError(f"{self.name}: {'; '.join(listed)}")

    def _line_of(self, path: str) -> int:
        """The line, from 1, of the deepest part of a path that the file has; wire names find their keys too."""
        node = yaml.compose(self.text, Loader=yaml.SafeLoader)
        line = 1
        for step in path.split("."):
            node, line = _below(node, step, line)
            if node is None:
                break
        return line


def problems_in(error: ValidationError) -> list[Problem]:
    """What a model found wrong, by path."""
    return [
        (".".join(map(str, one["loc"])) or "file", _NOT_TEXT if one["type"] == "string_type" else one["msg"])
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _below(node: yaml.Node | None, step: str, line: int) -> tuple[yaml.Node | None, int]:
    """The part that a step leads to with its line; none, and the line so far, where it leads nowhere."""
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        item: yaml.Node = node.value[int(step)]
        return item, item.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in {step, to_snake(step)}:
                return value, key.start_mark.line + 1
    return None, line


class _Loader(SafeLoader):
    """Refuses a key that stands twice in one mapping, of which YAML would keep the second without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)
