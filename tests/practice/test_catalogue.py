"""The catalogue: order, lookup, and toml files that are wrong in one way each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs import write_exercise
from tracker.errors import TrackerError
from tracker.practice.catalogue import Catalogue, load_catalogue
from tracker.practice.exercise import Exercise, read_exercise, split_hints


def test_the_order_is_the_curriculum_s(catalogue: Catalogue) -> None:
    assert [exercise.slug for exercise in catalogue] == ["double", "again", "later"]
    assert [(track.number, track.title, len(track.exercises)) for track in catalogue.tracks()] == [
        (1, "Numbers", 2),
        (2, "More numbers", 1),
    ]


def test_what_the_curriculum_does_not_list_comes_last_in_its_track(pack: Path) -> None:
    write_exercise(pack, "aardvark")
    found = load_catalogue([pack])
    assert [exercise.slug for exercise in found] == ["double", "again", "aardvark", "later"]
    assert found.unlisted == ("aardvark",)


def test_a_listed_slug_without_a_folder_is_reported(pack: Path) -> None:
    (pack / "curriculum.toml").write_text('order = ["double", "again", "later", "gone"]', encoding="utf-8")
    assert load_catalogue([pack]).missing == ("gone",)


def test_two_roots_are_one_catalogue_and_the_same_root_counts_once(pack: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    write_exercise(own, "mine", track=1)
    found = load_catalogue([pack, own, pack, tmp_path / "missing"])
    assert [exercise.slug for exercise in found] == ["double", "again", "mine", "later"]
    assert found.unlisted == ()


def test_a_pack_needs_no_track_folder(tmp_path: Path) -> None:
    folder = write_exercise(tmp_path / "elsewhere", "mine")
    folder.rename(tmp_path / "mine")
    assert [exercise.slug for exercise in load_catalogue([tmp_path])] == ["mine"]


def test_twins_are_refused(pack: Path, tmp_path: Path) -> None:
    write_exercise(tmp_path / "own", "double")
    with pytest.raises(TrackerError, match="both called 'double'"):
        load_catalogue([pack, tmp_path / "own"])


def test_an_unknown_slug_gets_the_closest_names(catalogue: Catalogue) -> None:
    with pytest.raises(TrackerError, match="no exercise 'doubel'") as caught:
        catalogue.get("doubel")
    assert "double" in caught.value.hint
    with pytest.raises(TrackerError) as caught:
        catalogue.get("zzz")
    assert "tracker exercises" in caught.value.hint


def test_an_exercise_is_found_by_its_id_too(catalogue: Catalogue, double: Exercise) -> None:
    assert catalogue.get(double.id) is double


def test_papers(catalogue: Catalogue) -> None:
    assert [exercise.slug for exercise in catalogue.about("paper-1")] == ["double", "again"]
    assert catalogue.paper_title("paper-1") == "On doubling"
    assert catalogue.paper_title("paper-2") == "paper-2"


def test_the_texts_of_an_exercise(double: Exercise) -> None:
    assert double.statement().startswith("# Double")
    assert double.hints() == ("Add.", "Multiply.", "```python\n## no heading\nx * 2\n```")
    assert "NotImplementedError" in double.starter()
    assert "x * 2" in double.reference()


def test_a_missing_text_is_an_error_with_its_path(double: Exercise) -> None:
    (double.folder / "hints.md").unlink()
    with pytest.raises(TrackerError, match=r"hints\.md"):
        double.hints()


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("", ()),
        ("A remark.\n", ()),
        ("remark\n## 1\na\n## 2.\nb\n", ("a", "b")),
        ("## Look closer\na\n", ("**Look closer**\n\na",)),
        ("## hint 1\n~~~\n## x\n~~~\n### more\n", ("~~~\n## x\n~~~\n### more",)),
    ],
)
def test_hints_are_split_at_headings(text: str, hints: tuple[str, ...]) -> None:
    assert split_hints(text) == hints


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("track = 1", 'track = "one"', "track must be a whole number"),
        ("track = 1", "track = true", "track must be a whole number"),
        ("minutes = 20", "minutes = 2.5", "minutes must be a whole number"),
        ("banned = []", "banned = [1]", "every entry of banned must be text"),
        ("banned = []", "colour = 1", "no key 'colour'"),
        ('title = "Double"', "", "lacks title"),
        ("track = 1", "track = ", "cannot be read"),
    ],
)
def test_a_wrong_toml_names_file_and_key(double: Exercise, old: str, new: str, complaint: str) -> None:
    path = double.folder / "exercise.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(TrackerError, match=complaint) as caught:
        read_exercise(path)
    assert str(path) in caught.value.message


@pytest.mark.parametrize("text", ["order = 3", "order = [1]", "papers = 1", "colour = 1", "order = ["])
def test_a_wrong_curriculum_is_named(pack: Path, text: str) -> None:
    (pack / "curriculum.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TrackerError, match=r"curriculum\.toml"):
        load_catalogue([pack])
