"""Status of the synchronisation, for the status bar and Accueil."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from turbo_admin.core.french import NBSP, when
from turbo_admin.store.engine.home_figures import RunSummary, SyncFigures


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the status bar shows.

    Attributes:
        refused: what the portal refused and nobody has dealt with.
    """

    last: datetime | None
    ok: bool
    text: str
    mails_waiting: int
    changes_waiting: int
    refused: int


def described(seen: SyncFigures, now: datetime) -> SyncStatus:
    """Return the status that the figures of an exchange give."""
    latest = _latest_run([line for line in seen.runs if line.run_id != seen.going_on])
    last, ok, text = _sentence(latest, now, is_paired=seen.is_paired)
    mails_waiting = seen.mails.get("queued", 0) + seen.mails.get("retry", 0)
    return SyncStatus(last, ok, text, mails_waiting, seen.waiting, seen.refused)


def _latest_run(lines: Sequence[RunSummary]) -> list[RunSummary]:
    return [line for line in lines if line.run_id == lines[0].run_id] if lines else []


def _sentence(
    latest: Sequence[RunSummary], now: datetime, *, is_paired: bool
) -> tuple[datetime | None, bool, str]:
    if not latest:
        text = "Jamais synchronisé" if is_paired else "Aucun établissement relié au portail"
        return None, not is_paired, text
    at = max(line.ended_at or line.started_at for line in latest)
    ok = all(line.ended_at and not line.has_error for line in latest)
    cut = any(line.ended_at is None for line in latest)
    outcome = "réussie" if ok else "interrompue" if cut else "échouée"
    return at, ok, f"Dernière synchronisation{NBSP}: {when(at, now)}, {outcome}"
