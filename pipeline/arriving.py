"""What the sources find, opened in a process apart and stored before anything is read in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline import engine, sources
from pipeline.catalogue import FORGOTTEN, Catalogue
from pipeline.config import Settings
from pipeline.errors import REASONS
from pipeline.intake import admit, pack_task, unpack_task, unpacked
from pipeline.intake.limits import Limits
from pipeline.model import Item, Origin, Rejected, Rules, Status
from pipeline.model.rules import RULE
from pipeline.runs import Met
from pipeline.seen import Seen, opening_of, shelf_of
from pipeline.work import bounds_of_work


def arrive(wanted: Sequence[sources.settings.AnySource], settings: Settings, catalogue: Catalogue) -> Iterator[Met]:
    """Everything met, stored as it comes; an arrival is settled when all that came out of it is stored."""
    from pipeline.engine.local import Crew

    opening = opening_of(settings.limits, [source.rules for source in wanted])
    with (
        Seen(settings.out / "catalogue.sqlite", opening) as seen,
        Crew(unpack_task, bounds_of_work(settings, workers=1, preload=("pipeline.intake.wire",))) as crew,
    ):

        def opened(content: bytes, origin: Origin, limits: Limits, rules: Rules) -> Iterator[Item | Rejected]:
            """What comes out of a file, which is remembered once all of it is stored: then it need not be opened."""
            digest = hashlib.sha256(content).hexdigest()
            under = shelf_of(opening, rules, replace(settings.engine, workers=0))
            known = catalogue.opened(origin.locator, digest, under)
            if known is not None:
                yield from known
                return
            result = crew.call(engine.Task(origin.locator, pack_task(content, origin, limits, rules)))
            things = _things(result, content, digest, origin)
            yield from things
            if not rules.max_age_days:  # which is judged anew each day
                catalogue.note_opened(origin.locator, digest, under, things)

        for found in sources.read(wanted, seen, settings.limits.mail_bytes):
            met = [_keep(thing, catalogue) for thing in admit([found], settings.limits, opened)]
            if not isinstance(found, Rejected):
                found.settled(not any(m.status == Status.QUARANTINED or m.reason == RULE for m in met))
            yield from met


def _things(result: engine.Result, content: bytes, digest: str, origin: Origin) -> list[Item | Rejected]:
    """What came out of a file, or that it could not be opened."""
    if isinstance(result, engine.Success):
        return unpacked(result.payload)
    message = REASONS[result.kind]
    failed = Rejected(origin=origin, status=Status.QUARANTINED, reason=result.kind, message=message, digest=digest)
    return [replace(failed, content=content)]


def _keep(thing: Item | Rejected, catalogue: Catalogue) -> Met:
    """Put something met where it belongs, and note it for the ledger. What was forgotten stays out."""
    if thing.digest and catalogue.decision(thing.digest) == FORGOTTEN:
        origin = thing.origins[0] if isinstance(thing, Item) else thing.origin
        return Met(origin=origin, digest=thing.digest, status=str(Status.IGNORED), reason=FORGOTTEN)
    if isinstance(thing, Item):
        new = catalogue.add(thing)
        return Met(origin=thing.origins[0], digest=thing.digest, status="new" if new else "known", fresh=new)
    message = thing.message
    advice = REASONS.get(thing.reason, "")
    if thing.status == Status.QUARANTINED and advice not in message:
        message = f"{message} {advice.partition('. ')[2]}" if message else advice
    kept = replace(thing, message=message)
    fresh = catalogue.quarantine(kept) if thing.status == Status.QUARANTINED else True
    return Met(
        origin=kept.origin, digest=kept.digest, status=kept.status, reason=kept.reason, message=message, fresh=fresh
    )
