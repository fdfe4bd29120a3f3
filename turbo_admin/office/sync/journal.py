"""« Journal de synchronisation »: what each run did for each establishment, on screen and in Excel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from turbo_admin.core.french import NBSP, count
from turbo_admin.core.sync.agreement import DISAGREEMENTS, ProofFigures, stored_proof
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.exporting import writing
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.run import running
from turbo_admin.outside.files.excel_writer import Value, write_table
from turbo_admin.protocol.kinds import CHANGES, EVENTS, KINDS, kinds_in_words
from turbo_admin.store import schools, sync
from turbo_admin.store.engine.sync_records import RunRecord

# What the screen lists; a workbook has them all.
LONGEST = 2_000
_TITLE = "Journal de synchronisation"
_CANCELLED = "cancelled"
_WAYS = {"received": "Reçu", "sent": "Envoyé"}
_BEFORE = ("Début", "Fin", "Durée (s)", "Établissement", "UAI", "Lancée par", "Poste", "Résultat")
_AFTER = ("Refusés", "Accord", "Détail")


class RunOutcome(StrEnum):
    """How a run came out."""

    RUNNING = "en cours"
    DONE = "réussie"
    REFUSALS = "réussie, avec des refus"
    CUT = "interrompue"
    STOPPED = "arrêtée"
    FAILED = "échouée"


@dataclass(frozen=True, slots=True)
class SyncRunLine:
    """One establishment in one run.

    Attributes:
        who: who or what started it.
        ended_at, duration: None for a run that was cut or is going on.
        kinds: "received", "sent", "refused" -> kind -> number.
        text: the whole of it in a few sentences.
        proof: what it found of the agreement of both sides.
        sides_differ: whether it stopped because they are not of one history: « Mettre d'accord… » settles that.
    """

    run_id: str
    uai: str
    school: str
    who: str
    workstation: str
    started_at: datetime
    ended_at: datetime | None
    duration: timedelta | None
    outcome: RunOutcome
    received: str
    sent: str
    refused: str
    kinds: Mapping[str, Mapping[str, int]]
    error: str
    text: str
    proof: ProofFigures
    sides_differ: bool


@needs(Right.CONSULT)
def run_lines(
    desk: Desk, *, uai: str = "", troubled: bool = False, limit: int | None = LONGEST
) -> list[SyncRunLine]:
    """Return the journal, latest first, whole when there is no limit.

    Args:
        uai: of one establishment only; empty for all.
        troubled: « seulement les erreurs »: what failed, was cut or stopped, or met a refusal.
    """
    with desk.database.read() as session:
        records = sync.runs(session, limit, uai=uai, troubled=troubled)
        names = {school.uai: school.name for school in schools.schools(session)}
        going_on = running(session, desk)
    lines = [_line(record, names[record.uai], going_on) for record in records]
    return [line for line in lines if not (troubled and line.outcome is RunOutcome.RUNNING)]


def _line(record: RunRecord, school: str, going_on: str) -> SyncRunLine:
    outcome = _outcome(record, going_on)
    received, sent, refused = (
        kinds_in_words(record.kinds.get(way, {})) for way in ("received", "sent", "refused")
    )
    return SyncRunLine(
        run_id=record.run_id,
        uai=record.uai,
        school=school,
        who=record.who,
        workstation=record.workstation,
        started_at=record.started_at,
        ended_at=record.ended_at,
        duration=record.ended_at - record.started_at if record.ended_at else None,
        outcome=outcome,
        received=received,
        sent=sent,
        refused=refused,
        kinds=record.kinds,
        error=record.error,
        text=_text(record, outcome, received, sent, refused),
        proof=_proof(record),
        sides_differ=record.error_code in DISAGREEMENTS,
    )


def _proof(record: RunRecord) -> ProofFigures:
    return stored_proof(record.proof, record.proof_detail, record.error_code)


def _outcome(record: RunRecord, going_on: str) -> RunOutcome:
    if record.ended_at is None:
        return RunOutcome.RUNNING if record.run_id == going_on else RunOutcome.CUT
    if record.error_code:
        return RunOutcome.STOPPED if record.error_code == _CANCELLED else RunOutcome.FAILED
    return RunOutcome.REFUSALS if record.refused else RunOutcome.DONE


def _text(record: RunRecord, outcome: RunOutcome, received: str, sent: str, refused: str) -> str:
    parts = [f"{outcome.value.capitalize()}."]
    if outcome is RunOutcome.CUT:
        parts.append(
            "Le programme ou le poste s’est arrêté avant la fin ; la suivante reprend où elle en était."
        )
    if record.error:
        parts.append(record.error)
    if received or sent or refused:
        parts.append(f"Reçu{NBSP}: {received or 'rien'}. Envoyé{NBSP}: {sent or 'rien'}.")
    elif outcome is RunOutcome.DONE:
        parts.append("Rien n’avait changé.")
    if refused:
        parts.append(f"Refusé par le portail{NBSP}: {refused}.")
    if said := _proof(record).text:
        differing = kinds_in_words(record.proof_detail.get("differing", {}))
        parts.append(f"{said[0].upper()}{said[1:]}{f'{NBSP}: {differing}' if differing else ''}.")
    if compared := sum(record.proof_detail.get("compared", {}).values()):
        parts.append(f"{count(compared, 'fiche comparée', 'fiches comparées')} une à une.")
    if record.skew_minutes:
        minutes = count(record.skew_minutes, "minute")
        parts.append(f"L’horloge de ce poste s’écartait de {minutes} de celle du portail.")
    return " ".join(parts)


@needs(Right.CONSULT)
def export_journal(
    desk: Desk, path: Path, *, uai: str = "", troubled: bool = False, report: Progress = silent
) -> int:
    """Write the journal as an Excel workbook, whole or not at all; the numbers are numbers there.

    Args:
        uai, troubled: as for `run_lines`.

    Returns:
        How many lines.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    lines = run_lines(desk, uai=uai, troubled=troubled, limit=None)
    columns = [("received", kind) for kind in EVENTS] + [("sent", kind) for kind in CHANGES]
    numbers = [f"{_WAYS[way]}{NBSP}: {KINDS[kind].many}" for way, kind in columns]
    headers = [*_BEFORE, *numbers, *_AFTER]
    write_table(path, _TITLE, headers, [_row(line, columns) for line in lines], writing(report))
    return len(lines)


def _row(line: SyncRunLine, columns: list[tuple[str, str]]) -> list[Value]:
    return [
        line.started_at,
        line.ended_at,
        round(line.duration.total_seconds(), 1) if line.duration is not None else None,
        line.school,
        line.uai,
        line.who,
        line.workstation,
        line.outcome.value,
        *(line.kinds.get(way, {}).get(kind, 0) for way, kind in columns),
        sum(line.kinds.get("refused", {}).values()),
        line.proof.text,
        line.text,
    ]
