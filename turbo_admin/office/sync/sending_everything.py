"""« Tout renvoyer »: enqueues all of an establishment again."""

from dataclasses import dataclass

from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.queue import enqueue_everything
from turbo_admin.store import accounts, diners, schools
from turbo_admin.store.engine.journal_codes import JournalCode

_PREPARING = "Préparation de l’envoi"


@dataclass(frozen=True, slots=True)
class ResendSummary:
    """What « Tout renvoyer » sends of an establishment, besides its settings."""

    uai: str
    school: str
    diners: int
    accounts: int


@needs(Right.CONSULT)
def resend_summaries(desk: Desk) -> list[ResendSummary]:
    """Return what « Tout renvoyer » would send, for each establishment that is linked to the portal, by name."""
    with desk.database.read() as session:
        linked = [school for school in schools.schools(session) if school.paired_at]
        return [
            ResendSummary(
                school.uai,
                school.name,
                diners.count_diners(session, school.uai),
                accounts.count_accounts(session, school.uai),
            )
            for school in linked
        ]


@needs(Right.SYNC)
def send_everything(desk: Desk, uai: str, *, report: Progress = silent) -> int:
    """« Tout renvoyer »: enqueue all of an establishment again, whatever has been sent before.

    It repairs a portal that has lost something, and changes nothing in one that has not. Passwords are not part of
    it: the office does not know those of families.

    Args:
        report: called before and after the one transaction that prepares it; raising `Cancelled` before it stops.

    Returns:
        How many things leave with the next synchronisation.

    Raises:
        Refused: `school_unknown`, `nothing_paired`.
    """
    report(_PREPARING, 0, 0)
    with desk.database.write() as session:
        if not schools.school(session, uai).paired_at:
            raise Refused("nothing_paired")
        number = enqueue_everything(session, uai)
        desk.note(session, JournalCode.EVERYTHING_TOLD, [(uai, "")])
    report(_PREPARING, number, number)
    return number
