"""Files of this machine: all of them met, in one order, and none that was not handed to us."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.model import Rejected
from pipeline.sources import Found
from pipeline.sources.folder import read_paths as read


def tree(root: Path, *paths: str) -> Path:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"content")
    return root


def found(root: Path) -> list[str]:
    return [entry.origin.locator for entry in read([root]) if isinstance(entry, Found)]


def ignored(root: Path) -> dict[str, str]:
    return {entry.origin.locator: entry.reason for entry in read([root]) if isinstance(entry, Rejected)}


def test_files_come_sorted_with_their_place_in_the_folder(tmp_path: Path) -> None:
    tree(tmp_path, "b.pdf", "a/z.pdf", "a/b/c.txt", "B.pdf")
    assert found(tmp_path) == ["B.pdf", "a/b/c.txt", "a/z.pdf", "b.pdf"]


def test_a_single_file_is_found_by_its_name(tmp_path: Path) -> None:
    tree(tmp_path, "a/b.pdf")
    (entry,) = read([tmp_path / "a" / "b.pdf"])
    assert isinstance(entry, Found)
    assert (entry.origin.source, entry.origin.locator, entry.size) == ("folder", "b.pdf", 7)


def test_a_path_given_twice_is_read_once(tmp_path: Path) -> None:
    tree(tmp_path, "a.pdf")
    assert len(list(read([tmp_path, tmp_path / ".", tmp_path]))) == 1


def test_files_of_several_folders_are_told_apart(tmp_path: Path) -> None:
    tree(tmp_path, "2013/in/a.pdf", "2014/in/a.pdf", "b.pdf")
    given = [tmp_path / "2014" / "in", tmp_path / "2013" / "in", tmp_path / "b.pdf", tmp_path / "2013" / "in" / "a.pdf"]
    assert [entry.origin.locator for entry in read(given)] == ["2013/in/a.pdf", "2014/in/a.pdf", "b.pdf"]


@pytest.mark.parametrize("left_out", ["outputs", "outputs/run.json"])
def test_what_is_left_out_is_as_if_it_were_not_there(tmp_path: Path, left_out: str) -> None:
    tree(tmp_path, "a.pdf", "outputs/run.json")
    entries = read([tmp_path], without=[tmp_path / "x" / ".." / left_out])
    assert [entry.origin.locator for entry in entries] == ["a.pdf"]
    assert list(read([tmp_path / left_out], without=[tmp_path / left_out])) == []


def test_the_files_of_a_folder_are_called_the_same_one_by_one(tmp_path: Path) -> None:
    tree(tmp_path, "a.pdf", "b.pdf")
    assert [entry.origin for entry in read([tmp_path])] == [entry.origin for entry in read(tmp_path.iterdir())]


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_file_that_has_become_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    tree(tmp_path, "a.pdf")
    (entry,) = read([tmp_path])
    assert isinstance(entry, Found)
    entry.path.unlink()
    os.mkfifo(entry.path)
    with pytest.raises(OSError, match="No longer a file"):
        entry.read(10)


def test_content_is_read_when_asked_for_and_no_more_than_that(tmp_path: Path) -> None:
    tree(tmp_path, "a.pdf")
    (entry,) = read([tmp_path])
    assert isinstance(entry, Found)
    assert entry.read(3) == b"con"


def test_a_sparse_file_of_ten_gigabytes_costs_nothing(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(10**10)
    (entry,) = read([tmp_path])
    assert isinstance(entry, Found)
    assert entry.size == 10**10


def test_what_is_no_document_is_ignored_with_its_reason(tmp_path: Path) -> None:
    names = [
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "~$form.docx",
        ".~lock.a.odt#",
        ".hidden",
        ".git/config",
        "a.part",
    ]
    tree(tmp_path, *names)
    assert ignored(tmp_path) == {
        ".DS_Store": "system-file",
        "Thumbs.db": "system-file",
        "desktop.ini": "system-file",
        "~$form.docx": "system-file",
        ".~lock.a.odt#": "system-file",
        ".hidden": "hidden",
        ".git": "hidden",
        "a.part": "unfinished",
    }


def test_links_are_followed_within_the_folder_only(tmp_path: Path) -> None:
    root = tree(tmp_path / "in", "a.pdf", "folder/b.pdf")
    tree(tmp_path, "outside.pdf")
    (root / "good.pdf").symlink_to(root / "a.pdf")
    (root / "bad.pdf").symlink_to(tmp_path / "outside.pdf")
    (root / "loop").symlink_to(root)
    (root / "nowhere").symlink_to(root / "missing")
    (root / "self").symlink_to(root / "self")
    assert found(root) == ["a.pdf", "folder/b.pdf", "good.pdf"]
    assert ignored(root) == dict.fromkeys(["bad.pdf", "loop", "nowhere", "self"], "link")


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert ignored(tmp_path) == {"pipe.pdf": "no-file"}


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_reported(tmp_path: Path) -> None:
    tree(tmp_path, "a.pdf", "b/c.pdf")
    (tmp_path / "a.pdf").chmod(0)
    (tmp_path / "b").chmod(0)
    try:
        assert ignored(tmp_path) == {"a.pdf": "unreadable", "b": "unreadable"}
    finally:
        (tmp_path / "b").chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_odd_names_are_made_fit_to_show(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9\x1b[2J\n.pdf")).write_bytes(b"x")
    (entry,) = read([tmp_path])
    assert isinstance(entry, Found)
    assert entry.origin.name.isprintable()
    assert entry.read(1) == b"x"


def test_a_deep_tree_ends(tmp_path: Path) -> None:
    tree(tmp_path, "d/" * 110 + "a.pdf")
    assert list(ignored(tmp_path).values()) == ["too-deep"]


def test_a_missing_path_is_an_error_of_the_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        list(read([tmp_path / "missing"]))
