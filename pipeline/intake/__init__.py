"""The door: files, mails and archives come in, items and reasons go on.

`admit` turns what the sources found into items; `unpack` does it for one file and is a pure function of its bytes;
`identify` says what bytes are. Kinds of containers stand in `containers.OPENERS`.
"""

from __future__ import annotations

from pipeline.intake.arrivals import Arrival, admit
from pipeline.intake.containers import unpack
from pipeline.intake.kinds import identify
from pipeline.intake.limits import Limits
from pipeline.intake.wire import pack_task, unpack_task, unpacked

__all__ = ["Arrival", "Limits", "admit", "identify", "pack_task", "unpack", "unpack_task", "unpacked"]
