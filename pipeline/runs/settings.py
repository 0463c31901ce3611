"""How a run is told to those who look in the morning, and to machines that watch."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct


class MailSettings(Struct, frozen=True, kw_only=True):
    """The summary by mail, over verified TLS; none is sent while `host` or `to` is empty."""

    host: str = ""
    port: Annotated[int, Meta(ge=1, le=65535)] = 465
    security: Literal["tls", "starttls"] = "tls"
    sender: str = ""  # address the mail comes from
    to: tuple[str, ...] = ()
    user: str = ""  # empty: the server asks for none
    password_env: str = ""  # name of an environment variable
    password_file: str = ""  # a file that only its owner can read
    ca_file: str = ""  # certificates (PEM) to trust in place of the system's
    when: Literal["always", "problems"] = "always"  # `problems`: only when a run does not end with 0


class ReportSettings(Struct, frozen=True, kw_only=True):
    """What a run leaves besides its folder."""

    keep_days: Annotated[int, Meta(ge=0)] = 0  # folders of runs that are older are removed; 0: none is
    quarantine_days: Annotated[int, Meta(ge=0)] = 0  # bytes that are longer in quarantine are removed; 0: none are
    metrics: str = ""  # path of a textfile for Prometheus' node exporter, like `/var/lib/node_exporter/learnings.prom`
    log: str = ""  # path of a log of JSON lines; empty: none but with --log-json, which logs to the error stream
    mail: MailSettings = MailSettings()
