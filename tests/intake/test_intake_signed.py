"""Files and messages that were signed as a whole: what is inside is read."""

from __future__ import annotations

import base64
import random
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from pipeline.intake.signed import read

sys.path.insert(0, str(Path(__file__).parent))
from intake_builder import PDF, attachment, bodies, items, joined, mail, multipart, names, opened, reasons, text

PKCS7 = bytes.fromhex("2a864886f70d0107")


def element(tag: int, *inside: bytes) -> bytes:
    content = b"".join(inside)
    length = bytes([len(content)]) if len(content) < 128 else b"\x84" + len(content).to_bytes(4, "big")
    return bytes([tag]) + length + content


def endless(tag: int, *inside: bytes) -> bytes:
    """An element of no announced length."""
    return bytes([tag, 0x80]) + b"".join(inside) + b"\0\0"


def envelope(kind: int, *inside: bytes) -> bytes:
    return element(0x30, element(6, PKCS7 + bytes([kind])), element(0xA0, element(0x30, *inside)))


def signed(content: bytes) -> bytes:
    """As a signing program writes it, without the signature."""
    data = element(0x30, element(6, PKCS7 + b"\1"), element(0xA0, element(4, content)))
    return envelope(2, element(2, b"\1"), element(0x31), data, element(0x31))


def test_a_signed_document_is_read() -> None:
    (found,) = items(opened(signed(PDF), "minutes.pdf.p7m"))
    assert (found.content, found.origins[0].name, found.origins[0].source) == (PDF, "minutes.pdf", "folder")


def test_a_signed_message_is_read_with_what_is_in_it() -> None:
    inner = b'Content-Type: multipart/mixed; boundary="=i"\r\n\r\n' + joined(text("Lamps."), attachment(PDF, "a.pdf"), boundary="=i")  # fmt: skip
    message = mail(
        base64.encodebytes(signed(inner)), "application/pkcs7-mime; name=smime.p7m", content_transfer_encoding="base64"
    )
    found = opened(message)
    assert (bodies(found), names(found)) == (["Lamps."], ["a.pdf"])
    assert items(found)[0].origins[0].sender == "Ann <ann@example.org>"


def test_strings_of_no_announced_length_are_put_together() -> None:
    pieces = endless(0x24, element(4, b"Les"), endless(0x24, element(4, b"son")))
    data = endless(0x30, element(6, PKCS7 + b"\1"), endless(0xA0, pieces))
    whole = endless(
        0x30, element(6, PKCS7 + b"\2"), endless(0xA0, endless(0x30, element(2, b"\1"), element(0x31), data))
    )
    assert read(whole) == (2, b"Lesson")


def test_a_signature_alone_is_ignored_and_what_is_encrypted_is_told() -> None:
    alone = envelope(2, element(2, b"\1"), element(0x31), element(0x30, element(6, PKCS7 + b"\1")))
    assert reasons(opened(alone, "a.p7s")) == ["signature"]
    assert reasons(opened(envelope(3, element(2, b"\0")), "a.p7m"), "quarantined") == ["encrypted"]
    assert reasons(opened(multipart(text("hi"), attachment(envelope(3), "smime.p7m", "application/pkcs7-mime"))), "quarantined") == ["encrypted"]  # fmt: skip


def test_damaged_ones_end_well() -> None:
    dice, whole = random.Random(5), signed(PDF)
    for _ in range(500):
        broken = bytearray(whole[: dice.randrange(20, len(whole) + 1)])
        broken[dice.randrange(15, len(broken))] = dice.randrange(256)
        assert opened(bytes(broken), "a.p7m")
    assert reasons(opened(whole[:60] + b"\x30\x80" * 50_000, "a.p7m"), "quarantined") == ["corrupt"]


@pytest.mark.skipif(which("openssl") is None, reason="openssl is not installed")
def test_what_openssl_signs_is_read(tmp_path: Path) -> None:
    def run(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=tmp_path)

    (tmp_path / "a.pdf").write_bytes(PDF)
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-keyout", "k.pem", "-out", "c.pem")
    for number, more in enumerate((["-outform", "DER"], ["-outform", "DER", "-stream"])):
        run("cms", "-sign", "-nodetach", "-binary", "-in", "a.pdf", "-signer", "c.pem", "-inkey", "k.pem", "-out", f"{number}.p7m", *more)  # fmt: skip
        (found,) = items(opened((tmp_path / f"{number}.p7m").read_bytes(), "a.pdf.p7m"))
        assert found.content == PDF
