"""Labels that several types share: lists in ``vocabulary/<file>.yaml``, which templates name as ``{vocabulary: <file>.<list>}``.

A reference stands in place of a list of labels, or between the labels of one: ``labels: {vocabulary: dates.due}``,
``labels: {vocabulary: [dates.due, dates.period]}``, ``labels: [{vocabulary: dates.due}, TGL PELUNASAN]``. It is replaced by the
labels before the template is validated, so a loaded template holds labels alone.
"""

from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter, ValidationError

from berkas.model.template import Label
from templates_registry.data_files import DataFile, Problem, problems_in

Vocabulary = Mapping[str, tuple[str, ...]]
"""Labels by file and list: ``dates.due``."""

LABEL_KEYS: Final = frozenset({"labels", "other_labels", "titles", "stop_labels", "skip_labels", "match"})
"""Keys of a template that hold labels."""

_REFERENCE: Final = "vocabulary"

_ListName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
_Lists = TypeAdapter(dict[_ListName, Annotated[tuple[Label, ...], Field(min_length=1, max_length=300)]])


def load(folder: Traversable) -> Vocabulary:
    """Every list of a folder of vocabulary.

    Raises:
        ValueError: A file is not lists of labels, or repeats one; the message names file, path and line.
    """
    found: dict[str, tuple[str, ...]] = {}
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".yaml"):
            file = DataFile(f"{folder.name}/{entry.name}", entry.read_text(encoding="utf-8"))
            found.update((f"{entry.name.removesuffix('.yaml')}.{name}", labels) for name, labels in _lists(file))
    return found


def _lists(file: DataFile) -> Iterator[tuple[str, tuple[str, ...]]]:
    try:
        lists = _Lists.validate_python(file.content())
    except ValidationError as error:
        raise file.refusal(problems_in(error)) from None
    repeated = [
        (f"{name}.{index}", f"{label} stands twice in this list")
        for name, labels in lists.items()
        for index, label in enumerate(labels)
        if label in labels[:index]
    ]
    if repeated:
        raise file.refusal(repeated)
    yield from lists.items()


def resolved(content: object, vocabulary: Vocabulary) -> tuple[Any, list[Problem]]:
    """What a template's file says with its references replaced, and the references that lead nowhere."""
    problems: list[Problem] = []
    return _resolved(content, "", vocabulary, problems), problems


def _resolved(content: object, path: str, vocabulary: Vocabulary, problems: list[Problem]) -> object:
    if isinstance(content, Mapping):
        return {
            key: _labels(value, f"{path}{key}", vocabulary, problems)
            if key in LABEL_KEYS
            else _resolved(value, f"{path}{key}.", vocabulary, problems)
            for key, value in content.items()
        }
    if isinstance(content, list):
        return [_resolved(one, f"{path}{index}.", vocabulary, problems) for index, one in enumerate(content)]
    return content


def _labels(value: object, path: str, vocabulary: Vocabulary, problems: list[Problem]) -> object:
    """A list of labels with those of the vocabulary in their places; one that is there already does not come again."""
    if isinstance(value, Mapping):
        return _labels_of_reference(value, path, vocabulary, problems)
    if not isinstance(value, list):
        return value
    labels: list[object] = []
    for index, one in enumerate(value):
        if isinstance(one, Mapping):
            brought = _labels_of_reference(one, f"{path}.{index}", vocabulary, problems)
            labels += [label for label in brought if label not in labels]
        else:
            labels.append(one)
    return labels


def _labels_of_reference(
    reference: Mapping[Any, Any], path: str, vocabulary: Vocabulary, problems: list[Problem]
) -> list[str]:
    """The labels that ``{vocabulary: …}`` stands for, each once."""
    if set(reference) != {_REFERENCE}:
        problems.append((path, f"must be labels or {{{_REFERENCE}: …}}"))
        return []
    named = reference[_REFERENCE]
    names = named if isinstance(named, list) else [named]
    problems += [
        (f"{path}.{_REFERENCE}", f"{name} is no list of the vocabulary")
        for name in names
        if not isinstance(name, str) or name not in vocabulary
    ]
    return list(dict.fromkeys(label for name in names for label in vocabulary.get(str(name), ())))
