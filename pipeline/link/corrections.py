"""What people decided goes before what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from pipeline.model.correction import Correction
from pipeline.model.dataset import KINDS, Insights, group_of


def corrected(
    rows: Iterable[Insights], corrections: Mapping[str, Correction], theme_ids: frozenset[str]
) -> list[Insights]:
    """The insights as people corrected them. What is rejected is rejected wherever it is said alike.

    A kind or theme that the vocabulary no longer has is left out.
    """
    return [_corrected(row, _decided(row, corrections), theme_ids) for row in rows]


def _decided(row: Insights, corrections: Mapping[str, Correction]) -> Correction | None:
    own = corrections.get(row.insight_id)
    leader = corrections.get(row.duplicate_of)
    if own is None and leader is not None and leader.rejected:
        return Correction(insight_id=row.insight_id, rejected=True)
    return own


def _corrected(row: Insights, said: Correction | None, theme_ids: frozenset[str]) -> Insights:
    if said is None:
        return row
    kind = said.kind if said.kind in KINDS else row.kind
    themes = row.theme_ids if said.theme_ids is None else tuple(one for one in said.theme_ids if one in theme_ids)
    text = row.text if said.text is None else said.text
    printed = row.text_as_printed or (row.text if text != row.text else "")
    return replace(
        row,
        review=said.review,
        kind=kind,
        group=group_of(kind),
        theme_ids=themes,
        text=text,
        text_as_printed=printed,
    )
