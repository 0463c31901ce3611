"""Old Word files (.doc), turned into .docx by LibreOffice, then read as such.

LibreOffice runs as a process of its own, within what the worker may touch: a profile and a folder that are thrown away,
no macros, no display, no network that the worker has not, less time than the document has.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace

from pipeline.errors import DocumentError
from pipeline.extract.office import probe
from pipeline.model import Document

MEDIA_TYPE = "application/msword"
SECONDS = 30.0  # by the clock; an ordinary report takes one or two
LARGEST = 200_000_000  # bytes of any file that it may write
_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILTER = "docx:MS Word 2007 XML"
# Settings of LibreOffice's own (officecfg: Office.Common, Security/Scripting): no macro, nothing fetched for a document.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def read_doc(content: bytes, digest: str) -> Document:
    """Read an old Word file into located blocks; places are those of the converted file.

    Raises DocumentError: `missing-tool`, `timed-out`, `corrupt`, `too-large`, and what `read_docx` raises.
    """
    from pipeline.extract.docx import read_docx

    return replace(read_docx(converted(content), digest), media_type=MEDIA_TYPE)


def converted(content: bytes, seconds: float = SECONDS) -> bytes:
    """The same document as .docx. seconds: how long that may take by the clock."""
    program = probe.program()
    if not program:
        raise DocumentError("missing-tool", "LibreOffice, for .doc")
    if not content.startswith(_SIGNATURE):
        raise DocumentError("corrupt", "it is no compound file")  # LibreOffice would take it for plain text
    with tempfile.TemporaryDirectory(prefix="learnings-doc-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "document.doc").write_bytes(content)
        _settle(folder / "profile" / "user")
        _run(_command(program, folder), folder, min(seconds, _seconds_left()))
        if not (folder / "out" / "document.docx").is_file():
            _move(folder)
            _run(_command(program, folder), folder, min(seconds, _seconds_left()))
        return _result(folder / "out" / "document.docx")


def _settle(user: Path) -> None:
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")


def _move(folder: Path) -> None:
    """The same profile under another name, for a second try.

    LibreOffice starts anew once it has filled a new profile. Where it is confined it cannot remove the socket of its
    first start, which is named after the profile's path, and gives up.
    """
    (folder / "profile").rename(folder / "filled")


def _command(program: str, folder: Path) -> list[str]:
    filled = folder / "filled"
    place = filled if filled.exists() else folder / "profile"
    profile = f"-env:UserInstallation={place.as_uri()}"
    quiet = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
    return [
        *(program, profile, *quiet, "--convert-to", _FILTER),
        *("--outdir", str(folder / "out"), str(folder / "document.doc")),
    ]


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Let it work and take it, with all that it started, off when its time is over. What it says is not kept."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")}
    around = {
        **kept,
        "HOME": str(folder),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder)),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=around,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise DocumentError("missing-tool", "LibreOffice does not start") from error
    try:
        _bound_files(process.pid)
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise DocumentError("timed-out", f"LibreOffice took more than {seconds:.0f} s") from error
    finally:
        _end(process)


def _bound_files(pid: int) -> None:
    """No file beyond the bound, by it and what it starts; set from outside, since a fork with threads may hang."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(ProcessLookupError):  # it has ended
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (LARGEST, LARGEST))


def _end(process: subprocess.Popen[bytes]) -> None:
    """It and what it started, which is in a group of its own."""
    with contextlib.suppress(OSError):  # all of it has ended
        if sys.platform != "win32":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _seconds_left() -> float:
    """Processor time that the document still has, where a worker bounds it; by the clock it has more."""
    if sys.platform == "win32":
        return SECONDS
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
    return SECONDS if soft < 0 else max(1.0, soft - time.process_time() - 1)


def _result(path: Path) -> bytes:
    """What it wrote."""
    if not path.is_file():
        raise DocumentError("corrupt", "LibreOffice cannot open it, or it is protected by a password")
    if path.stat().st_size >= LARGEST:
        raise DocumentError("too-large", "converted by LibreOffice")
    return path.read_bytes()
