"""Passwords: from where they are kept, and never seen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline.errors import ConfigError, MissingTool, SourceError
from pipeline.sources import check
from pipeline.sources.secret import fetch
from pipeline.sources.settings import Imap


def source(**settings: object) -> Imap:
    return Imap(name="forms", host="localhost", user="u", **settings)  # type: ignore[arg-type]  # whatever a test gives


def test_a_password_is_taken_from_the_environment(monkeypatch):
    monkeypatch.setenv("P", "s3cret")
    assert fetch(source(password_env="P")).reveal() == "s3cret"


def test_a_password_is_the_first_line_of_a_file_of_ones_own(tmp_path):
    file = tmp_path / "p"
    file.write_text("s3 cret\nsecond\n")
    file.chmod(0o600)
    assert fetch(source(password_file=str(file))).reveal() == "s3 cret"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_file_that_others_can_read_is_refused(tmp_path, mode):
    file = tmp_path / "p"
    file.write_text("s3cret")
    file.chmod(mode)
    with pytest.raises(ConfigError, match="chmod 600") as refused:
        fetch(source(password_file=str(file)))
    assert "s3cret" not in str(refused.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_is_refused(tmp_path):
    file = tmp_path / "p"
    file.write_text("s3cret")
    file.chmod(0o600)
    os.chown(file, 65534, 65534)
    with pytest.raises(ConfigError, match="another user"):
        fetch(source(password_file=str(file)))


@pytest.mark.parametrize(
    "ways", [{}, {"password_env": "A", "password_file": "b"}, {"password_env": "NOT_SET_ANYWHERE"}]
)
def test_a_source_without_one_clear_secret_is_refused_before_anything_is_read(ways):
    with pytest.raises(ConfigError):
        check([source(**ways)])


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        fetch(source(password_file=str(tmp_path / "none")))


def test_without_the_extra_the_keyring_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(MissingTool, match=r"learnings\[keyring\]"):
        fetch(source(password_keyring="learnings"))


def test_a_keyring_is_asked_for_the_user(monkeypatch):
    import types

    module, errors = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
    errors.KeyringError = RuntimeError  # type: ignore[attr-defined]  # the module is made here
    module.get_password = lambda service, user: f"{service}-{user}"  # type: ignore[attr-defined]  # the same
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert fetch(source(password_keyring="learnings")).reveal() == "learnings-u"


def test_a_token_is_what_a_program_prints():
    found = fetch(source(token_command=(sys.executable, "-c", "print('tok.en')")))
    assert (found.reveal(), found.is_token) == ("tok.en", True)


@pytest.mark.parametrize("code", ["import sys; print('s3cret'); sys.exit(3)", "pass", "print('s3\\x01cret')"])
def test_a_program_that_fails_gives_no_token_and_no_secret_away(code):
    with pytest.raises(SourceError, match="gave no token") as told:
        fetch(source(token_command=(sys.executable, "-c", code)))
    assert "s3" not in str(told.value)


def test_a_secret_does_not_show_itself(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("P", "s3cret")
    secret = fetch(source(password_env="P"))
    assert "s3cret" not in f"{secret!r} {secret} {[secret]}"
