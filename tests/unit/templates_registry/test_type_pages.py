"""The pages by group say what the types and templates say, and show a small picture of each type that is drawn."""

import pytest
from PIL import Image

from berkas.evaluation.specimens import papers
from berkas.evaluation.specimens.pictures import MOST_BYTES, picture_of, write
from berkas.model.type_definition import TypeGroup
from templates_registry import registry, type_pages

PICTURES = type_pages.DOCS / type_pages.PICTURES


@pytest.mark.parametrize("name", type_pages.pages())
def test_each_page_is_up_to_date(name):
    assert (type_pages.FOLDER / name).read_text(encoding="utf-8") == type_pages.pages()[name], "run: make fields"


def test_every_type_stands_on_the_page_of_its_group_with_all_that_is_said_of_it():
    pages = type_pages.pages()

    assert set(pages) == {f"{group}.md" for group in TypeGroup} == {path.name for path in type_pages.FOLDER.iterdir()}
    for name, one in registry.types().items():
        section = pages[f"{one.group}.md"].partition(f"## {name}\n")[2].partition("\n## ")[0]
        said = (one.names.en, one.guide.about, *one.guide.known, *one.guide.traps)
        assert [text for text in said if text not in section] == []
        fields = [field.name for field in registry.latest(name).fields]
        assert [field for field in fields if f"| `{field}` |" not in section] == []


def test_every_drawn_type_has_a_small_picture_which_its_page_shows():
    shown = "".join(type_pages.pages().values())

    assert {path.stem for path in PICTURES.iterdir()} == set(papers.LAYOUTS)
    for path in PICTURES.iterdir():
        assert path.stat().st_size <= MOST_BYTES
        assert Image.open(path).width >= 250
        assert f"(../{type_pages.PICTURES}/{path.name})" in shown


def test_a_picture_is_drawn_again_alike():
    assert picture_of("ktp") == picture_of("ktp")
    assert 5_000 < len(picture_of("npwp")) <= MOST_BYTES


def test_pictures_of_every_drawn_type_are_written(tmp_path, monkeypatch):
    monkeypatch.setattr("berkas.evaluation.specimens.pictures.picture_of", lambda kind: kind.encode())

    assert write(tmp_path / "new") == sorted(papers.LAYOUTS)
    assert (tmp_path / "new" / "sim.jpg").read_bytes() == b"sim"
