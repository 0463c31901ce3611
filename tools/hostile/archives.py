"""Archives: bombs of all kinds, lies, ways out, names."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from hostile.making import ESCAPE, FORGED, FORMULAS, MARKUP, READ, TURNED, Made, zipped

SAID = ("said.txt", f"{READ} It came in an archive.\n".encode())
MEGA = 1_000_000


def files(secret: str, address: str) -> Iterator[Made]:
    """All of them. What was read of an archive before it turned out bad is kept."""
    yield from _bombs()
    yield from _names(secret)
    yield from _kinds()


def _bombs() -> Iterator[Made]:
    yield Made("bomb.zip", zipped(SAID, ("zero.txt", bytes(30 * MEGA))), "bomb")
    inner = zipped(("zero.txt", b"0" * 20 * MEGA))
    yield Made("bomb-in-zips.zip", zipped(SAID, *((f"{n}.zip", inner) for n in range(40))), "bomb")
    yield Made("overlapping.zip", _overlapping(5_000), "bomb|bad-archive|too-large|corrupt")
    content = zipped(SAID)
    for number in range(30):
        content = zipped((f"{number}.zip", content))
    yield Made("zips-30-deep.zip", content, "too-deep")
    yield Made("30000-members.zip", zipped(SAID, *((f"{n}.txt", b"") for n in range(30_000)), level=1), "too-large")
    yield Made("lzma-bomb.zip", zipped(SAID, ("zero.txt", bytes(30 * MEGA)), kind=zipfile.ZIP_LZMA), "bomb|bad-archive")
    yield Made("bzip2-bomb.zip", zipped(SAID, ("zero.txt", bytes(30 * MEGA)), kind=zipfile.ZIP_BZIP2), "bomb|bad-archive")  # fmt: skip
    lying = bytearray(zipped(SAID, ("zero.txt", bytes(20 * MEGA))))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = lying.rfind(mark)
        lying[place + at : place + at + 4] = (10).to_bytes(4, "little")
    yield Made("bomb-that-lies.zip", bytes(lying), "bomb|corrupt|bad-archive|empty")


def _overlapping(count: int) -> bytes:
    """One compressed member of 20 MB that the directory names again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = bytes(20 * MEGA)
    packed = packer.compress(data) + packer.flush()
    head = b"\x14\0\0\0\x08\0\0\0\0\0" + zlib.crc32(data).to_bytes(4, "little")
    head += len(packed).to_bytes(4, "little") + len(data).to_bytes(4, "little") + b"\x05\0\0\0"
    local = b"PK\x03\x04" + head + b"a.txt" + packed
    directory = b"".join(
        b"PK\x01\x02\x14\0" + head + bytes(14) + f"{n:05}".encode() for n in range(count)
    )  # each begins at byte 0
    end = b"PK\x05\x06\0\0\0\0" + count.to_bytes(2, "little") * 2 + len(directory).to_bytes(4, "little")
    return local + directory + end + len(local).to_bytes(4, "little") + b"\0\0"


def _names(secret: str) -> Iterator[Made]:
    ways_out = ("../../../../tmp/owned.txt", "/tmp/owned.txt", "a/../../owned.txt", "..\\..\\owned.txt", "C:\\owned.txt", "\\\\host\\share\\owned.txt")  # fmt: skip
    yield Made("ways-out.zip", zipped(*((name, f"{READ} {n}\n".encode()) for n, name in enumerate(ways_out))))
    odd = ("a\0b.txt", f"{TURNED}.txt", "x" * 4_000 + ".txt", f"{ESCAPE}.txt", f"x\n{FORGED}.txt", MARKUP + ".txt", *(f"{one}.txt" for one in FORMULAS), "CON", "aux.txt", ". ", "", "/", "nul\0")  # fmt: skip
    yield Made("odd-names.zip", zipped(*((name, f"{READ} {n}\n".encode()) for n, name in enumerate(odd))), "read|bad-archive")  # fmt: skip
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(link, secret)
        file.writestr(zipfile.ZipInfo(SAID[0]), SAID[1])
    yield Made("link.zip", out.getvalue())
    yield Made("same-name.zip", zipped(*((SAID[0], SAID[1] + b"%d" % n) for n in range(20))))


def _kinds() -> Iterator[Made]:
    flagged = bytearray(zipped(("locked.txt", b"locked"), SAID))
    flagged[6] |= 1
    flagged[flagged.find(b"PK\x01\x02") + 8] |= 1
    yield Made("locked-member.zip", bytes(flagged), "encrypted")
    strange = bytearray(zipped(SAID))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        strange[strange.find(mark) + at] = 99
    yield Made("packed-in-no-known-way.zip", bytes(strange), "bad-archive|corrupt")
    whole = zipped(SAID, ("more.txt", b"more" * 10_000))
    yield Made("cut-off.zip", whole[: len(whole) - 30], "bad-archive|corrupt")
    yield Made("junk-before.zip", b"PK\x03\x04" + bytes(200) + zipped(SAID), "read|bad-archive|corrupt")
    yield Made("bomb.gz", gzip.compress(bytes(20 * MEGA), mtime=0), "unknown-format")
    yield Made("bomb.bz2", bz2.compress(bytes(20 * MEGA)), "unknown-format")
    yield Made("bomb.xz", lzma.compress(bytes(20 * MEGA)), "unknown-format")
    yield Made("ways-out.tar", _tar(), "unknown-format")


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        info = tarfile.TarInfo("../../tmp/owned.txt")
        info.size = len(SAID[1])
        file.addfile(info, io.BytesIO(SAID[1]))
    return out.getvalue()
