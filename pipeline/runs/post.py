"""The summary by mail. A mail that cannot be sent is told, and changes nothing else."""

from __future__ import annotations

import os
import smtplib
import ssl
import stat
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError
from pipeline.runs.page import EXITS, page

if TYPE_CHECKING:
    from pipeline.runs import Summary
    from pipeline.runs.settings import MailSettings

TIMEOUT = 60.0  # seconds without an answer of the server


def wanted(settings: MailSettings, exit_code: int) -> bool:
    """Whether a run that ended so is told by mail."""
    return bool(settings.host and settings.to and (settings.when == "always" or exit_code))


def send(settings: MailSettings, summary: Summary) -> str:
    """Send the summary; why that did not work, in words without a secret, or nothing where it did."""
    try:
        secret = password(settings)
        with _connected(settings) as server:
            if settings.user:
                server.login(settings.user, secret)
            server.send_message(message(settings, summary))
    except smtplib.SMTPAuthenticationError:  # its own words repeat what the server was told
        return f"The mail server {settings.host} refused the user or the password. Check `report.mail`."
    except (OSError, smtplib.SMTPException) as error:
        return f"The summary could not be sent through {settings.host}: {type(error).__name__}. Check `report.mail`."
    return ""


def message(settings: MailSettings, summary: Summary) -> EmailMessage:
    """The mail: a sentence, and the page as its HTML."""
    mail = EmailMessage()
    mail["Subject"] = f"learnings {summary.run}: {EXITS.get(summary.exit_code, f'exit code {summary.exit_code}')}"
    mail["From"], mail["To"] = settings.sender or settings.user, ", ".join(settings.to)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies
    counts = ", ".join(f"{number} {status}" for status, number in summary.met.items())
    mail.set_content(f"Met: {counts or 'nothing'}.\nRelease {summary.release}.\n{summary.problem}\n")
    mail.add_alternative(page(summary, []), subtype="html")
    return mail


def password(settings: MailSettings) -> str:
    """The secret from where the settings say. ConfigError where it is not there, or others can read it."""
    if settings.password_env:
        if settings.password_env not in os.environ:
            raise ConfigError(f"The environment variable {settings.password_env} is not set (`report.mail`). Set it.")
        return os.environ[settings.password_env]
    if not settings.password_file:
        return ""
    file = Path(settings.password_file)
    try:
        with file.open(encoding="utf-8") as opened:
            if os.name != "nt" and os.fstat(opened.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ConfigError(f"{file} holds a password and can be read by others. Run `chmod 600 {file}`.")
            return opened.read().strip()
    except OSError as error:
        raise ConfigError(f"{file} (`report.mail.password_file`) cannot be read: {error.strerror}. Mend it.") from error


def _connected(settings: MailSettings) -> smtplib.SMTP:
    """A connection whose server has proved who it is; nothing is said before that."""
    trust = ssl.create_default_context(cafile=settings.ca_file or None)
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT, context=trust)
    server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT)
    server.starttls(context=trust)
    return server
