"""A release appears whole or not at all, and what stands is not touched."""

from __future__ import annotations

import datetime
import errno
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from load_builder import changed, dataset

import pipeline.load as room
from pipeline.errors import OutputError
from pipeline.load import LoadSettings, load, publish
from pipeline.model.dataset import Dataset

SETTINGS = LoadSettings(software="learnings 0")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def titled(title: str) -> Dataset:
    return changed(dataset(), "documents", 0, title=title)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_the_same_dataset_gives_the_same_bytes(tmp_path):
    one, two = (load(dataset(), tmp_path / name, SETTINGS) for name in ("one", "two"))
    assert one.release == two.release
    assert contents(one.path) == contents(two.path)


def test_history_changes_the_release_and_no_file_but_those_that_tell_it(tmp_path):
    one = load(dataset(), tmp_path / "one", SETTINGS)
    two = load(dataset(redirects=()), tmp_path / "two", SETTINGS)
    assert one.release.startswith(f"{two.release}-")
    before, after = contents(one.path), contents(two.path)
    differing = {name for name in before if before[name] != after[name]}
    assert differing == {"redirects.csv", "redirects.jsonl", "redirects.parquet", "dataset.sqlite", "checksums.txt"}


def test_no_file_names_the_day_it_was_written(out):
    files = contents(load(dataset(), out, SETTINGS).path)
    today = datetime.date.today().isoformat().encode()
    assert not [name for name, data in files.items() if today in data]


def test_a_second_load_touches_nothing(out):
    first = load(dataset(), out, SETTINGS)
    before = {path: path.lstat().st_mtime_ns for path in [out, *out.rglob("*")]}
    second = load(dataset(), out, SETTINGS)
    assert (first.changed, second.changed) == (True, False)
    assert second.release == first.release
    assert {path: path.lstat().st_mtime_ns for path in [out, *out.rglob("*")]} == before


def test_dataset_shows_the_newest_release(out):
    load(titled("one"), out, SETTINGS)
    newest = load(titled("two"), out, SETTINGS)
    assert (out / "dataset").resolve() == newest.path.resolve()
    assert b"two" in (out / "dataset" / "documents.csv").read_bytes()
    assert os.readlink(out / "dataset") == f"releases/{newest.release}"


def test_a_release_that_comes_back_is_shown_again_and_not_written_again(out):
    first = load(titled("one"), out, SETTINGS)
    stamp = (first.path / "documents.csv").stat().st_mtime_ns
    load(titled("two"), out, SETTINGS)
    again = load(titled("one"), out, SETTINGS)
    assert again.changed
    assert (out / "dataset").resolve() == first.path.resolve()
    assert (first.path / "documents.csv").stat().st_mtime_ns == stamp


def test_only_the_newest_releases_are_kept_and_named_ones(out):
    (out / "releases" / "2026.11").mkdir(parents=True)
    ids = [load(titled(str(number)), out, LoadSettings(keep=2)).release for number in range(4)]
    assert {path.name for path in (out / "releases").iterdir()} == {"2026.11", *ids[-2:]}


@pytest.mark.parametrize("part", room.PARTS)
def test_a_part_that_fails_leaves_the_old_release_whole(out, monkeypatch, part):
    old = load(titled("one"), out, SETTINGS)
    before = contents(out)

    def fail(release: room.Release) -> None:
        (release.folder / "half").write_text("written", encoding="utf-8")
        raise RuntimeError("fault")

    monkeypatch.setitem(room.PARTS, part, fail)
    with pytest.raises(RuntimeError):
        load(titled("two"), out, SETTINGS)
    assert contents(out) == before
    assert (out / "dataset").resolve() == old.path.resolve()


def test_a_full_disk_is_told_as_such_with_exit_code_4(out, monkeypatch):
    load(titled("one"), out, SETTINGS)
    before = contents(out)

    def fail(release: room.Release) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(room.PARTS, "csv", fail)
    with pytest.raises(OutputError, match=r"No space left on device.*room") as caught:
        load(titled("two"), out, SETTINGS)
    assert caught.value.exit_code == 4
    assert contents(out) == before


def test_what_a_killed_run_left_is_swept_away(out):
    load(titled("one"), out, SETTINGS)
    left = out / "releases" / ".unfinished-0123456789ab"
    left.mkdir()
    (left / "insights.csv").write_text("half", encoding="utf-8")
    load(titled("two"), out, SETTINGS)
    assert not left.exists()


def test_every_file_and_folder_is_flushed_before_it_is_shown(out, monkeypatch):
    flushed: set[str] = set()
    real = publish.flush

    def flush(path: Path) -> None:
        flushed.add(path.name)
        real(path)

    monkeypatch.setattr(publish, "flush", flush)
    release = load(dataset(), out, SETTINGS)
    assert {path.name for path in release.path.rglob("*")} | {"releases", "out"} <= flushed


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    monkeypatch.setattr(publish, "PAUSE", 0.001)


@pytest.mark.usefixtures("without_links")
def test_without_links_dataset_is_a_copy(out):
    load(titled("one"), out, SETTINGS)
    newest = load(titled("two"), out, SETTINGS)
    assert not (out / "dataset").is_symlink()
    assert contents(out / "dataset") == contents(newest.path)
    assert not load(titled("two"), out, SETTINGS).changed
    assert {path.name for path in out.iterdir()} == {"dataset", "releases"}


@pytest.mark.usefixtures("without_links")
def test_a_link_from_a_time_with_links_gives_way_to_a_copy(out, monkeypatch):
    with monkeypatch.context() as allowed:
        allowed.setattr(Path, "symlink_to", lambda self, target, **_: os.symlink(target, self))
        load(titled("one"), out, SETTINGS)
    for title in ("two", "three"):
        newest = load(titled(title), out, SETTINGS)
        assert contents(out / "dataset") == contents(newest.path)
    assert {path.name for path in out.iterdir()} == {"dataset", "releases"}


def test_a_copy_from_a_time_without_links_gives_way_to_a_link(out, monkeypatch):
    with monkeypatch.context() as refused:
        refused.setattr(publish, "_linked", lambda *_: False)
        load(titled("one"), out, SETTINGS)
    assert not (out / "dataset").is_symlink()
    newest = load(titled("two"), out, SETTINGS)
    assert os.readlink(out / "dataset") == f"releases/{newest.release}"
    assert {path.name for path in out.iterdir()} == {"dataset", "releases"}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_a_full_or_broken_disk_is_not_taken_for_one_without_links(out, monkeypatch, number):
    first = load(titled("one"), out, SETTINGS)

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(Path, "symlink_to", fail)
        with pytest.raises(OutputError, match="could not be published"):
            load(titled("two"), out, SETTINGS)
    assert os.readlink(out / "dataset") == f"releases/{first.release}"
    assert load(titled("two"), out, SETTINGS).changed


def test_a_release_that_the_disk_does_not_give_back_is_no_fault_of_ours(out, monkeypatch):
    load(titled("one"), out, SETTINGS)

    def fail(*_: object) -> Dataset:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("pipeline.load.redirects.told", fail)
    with pytest.raises(OutputError, match="Input/output error"):
        load(titled("two"), out, SETTINGS)


@pytest.mark.usefixtures("without_links")
def test_what_a_run_killed_between_two_renamings_had_put_aside_is_shown_again(out):
    load(titled("one"), out, SETTINGS)
    (out / "dataset").rename(out / ".unfinished-old")
    second = load(titled("two"), out, SETTINGS)
    assert "Changes since release" in (second.path / "CHANGES.md").read_text(encoding="utf-8")  # it was not the first
    assert {path.name for path in out.iterdir()} == {"dataset", "releases"}


@pytest.mark.parametrize(("readable_by", "rights"), [("owner", 0o700), ("group", 0o750), ("all", 0o755)])
def test_who_may_read_a_release_reaches_it_whatever_the_umask(out, readable_by, rights):
    before = os.umask(0o077)
    try:
        home = load(dataset(), out, LoadSettings(readable_by=readable_by)).path
    finally:
        os.umask(before)
    assert [folder.stat().st_mode & 0o777 for folder in (home, home.parent)] == [rights, rights]


@pytest.mark.usefixtures("without_links")
def test_an_open_workbook_is_told_and_the_old_dataset_stays(out, monkeypatch):
    load(titled("one"), out, SETTINGS)
    before = contents(out / "dataset")
    real = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "dataset":
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="Close the workbook"):
        load(titled("two"), out, SETTINGS)
    assert contents(out / "dataset") == before


@pytest.mark.usefixtures("without_links")
def test_when_the_new_copy_cannot_take_its_place_the_old_one_returns(out, monkeypatch):
    load(titled("one"), out, SETTINGS)
    before = contents(out / "dataset")
    real = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith("new"):
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="Close the workbook"):
        load(titled("two"), out, SETTINGS)
    assert contents(out / "dataset") == before


def test_a_foreign_folder_called_dataset_is_not_replaced(out):
    (out / "dataset").mkdir(parents=True)
    (out / "dataset" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is in the way"):
        load(dataset(), out, SETTINGS)
    assert (out / "dataset" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_changes_are_told_by_key_and_column(out):
    first = load(titled("one"), out, SETTINGS)
    assert "first release" in (first.path / "CHANGES.md").read_text(encoding="utf-8")
    rows = dataset().rows("insights")
    second = load(changed(dataset(insights=rows[:-1]), "documents", 0, title="two"), out, SETTINGS)
    page = (second.path / "CHANGES.md").read_text(encoding="utf-8")
    assert f"# Changes since release {first.release}" in page
    assert "| documents | 0 | 0 | 1 |" in page
    assert "- `d-00000000000000f0` (title)" in page
    assert "| insights | 0 | 1 | 0 |" in page


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_sha256sum_accepts_the_checksums(out):
    path = load(dataset(), out, SETTINGS).path
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "checksums.txt"], cwd=path, check=True)
    listed = {line.split("  ", 1)[1] for line in (path / "checksums.txt").read_text(encoding="utf-8").splitlines()}
    assert listed == set(contents(path)) - {"checksums.txt"}
