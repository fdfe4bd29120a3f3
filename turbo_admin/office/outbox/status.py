"""Status of the synchronisation, for the status bar and Accueil."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from turbo_admin.core.french import NBSP, when
from turbo_admin.core.sync.agreement import ProofFigures, combine_proofs, stored_proof
from turbo_admin.store.engine.home_figures import RunSummary, SyncFigures


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the status bar shows.

    Attributes:
        refused: what the portal refused and nobody has dealt with.
        proof: what the last run found of the agreement of both sides.
    """

    last: datetime | None
    ok: bool
    text: str
    mails_waiting: int
    changes_waiting: int
    refused: int
    proof: ProofFigures

    @property
    def full_text(self) -> str:
        """The last run and its proof, in one sentence."""
        return ", ".join(part for part in (self.text, self.proof.text) if part)


def described(seen: SyncFigures, now: datetime) -> SyncStatus:
    """Return the status that the figures of an exchange give."""
    latest = _latest_run([line for line in seen.runs if line.run_id != seen.going_on])
    last, ok, text = _sentence(latest, now, is_paired=seen.is_paired)
    mails_waiting = seen.mails.get("queued", 0) + seen.mails.get("retry", 0)
    proof = combine_proofs(stored_proof(line.proof, line.proof_detail, line.error_code) for line in latest)
    return SyncStatus(last, ok, text, mails_waiting, seen.waiting, seen.refused, proof)


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
