"""French texts of the journal codes, and the history of one subject."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.store import journal, requests
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.journal_codes import JournalCode

SENTENCES: Mapping[JournalCode, str] = {
    JournalCode.SCHOOL_ADDED: "établissement ajouté",
    JournalCode.SCHOOL_CHANGED: "établissement modifié",
    JournalCode.SETTINGS_SAVED: "configuration de l’Espace numérique modifiée",
    JournalCode.REFUSAL_REASONS: "motifs de refus modifiés",
    JournalCode.PAIRED: "poste relié au portail",
    JournalCode.KEY_CHANGED: "clé du poste changée",
    JournalCode.NETWORK_SAVED: "réglages du réseau modifiés",
    JournalCode.DINERS_IMPORTED: "hôtes importés",
    JournalCode.IMPORT_UNDONE: "import d’hôtes annulé",
    JournalCode.REQUEST_RECEIVED: "demande reçue du portail",
    JournalCode.REQUEST_CONFIRMED: "adresse confirmée par la famille",
    JournalCode.DINER_CHOSEN: "hôte choisi à la main",
    JournalCode.DINER_UNCHOSEN: "choix de l’hôte annulé",
    JournalCode.EMAIL_CORRECTED: "adresse e-mail corrigée",
    JournalCode.REQUEST_REFUSED: "demande refusée",
    JournalCode.ISSUED: "identifiants générés",
    JournalCode.DINER_ATTACHED: "hôte rattaché à un compte",
    JournalCode.GUARDIANS_TOLD: "avis demandé aux responsables connus : compte ouvert",
    JournalCode.GUARDIANS_TOLD_ASKED: "avis demandé aux responsables connus : compte demandé",
    JournalCode.GUARDIAN_NOTICE_SENT: "avis envoyé à un responsable connu",
    JournalCode.GUARDIAN_NOTICE_FAILED: "avis à un responsable connu rejeté",
    JournalCode.ISSUE_REVOKED: "identifiants révoqués",
    JournalCode.REQUEST_REOPENED: "demande remise à traiter",
    JournalCode.PRINTED: "fiche imprimée",
    JournalCode.HANDED: "fiche remise",
    JournalCode.MAIL_ASKED: "envoi par e-mail demandé",
    JournalCode.MAIL_SENT: "courriel envoyé",
    JournalCode.MAIL_FAILED: "courriel rejeté",
    JournalCode.MAIL_UNDELIVERED: "un courriel du portail à cette adresse a été rejeté",
    JournalCode.CHANGE_REFUSED: "refusé par le portail",
    JournalCode.CHANGE_RETRIED: "nouvel essai après un refus du portail",
    JournalCode.CHANGE_GIVEN_UP: "envoi refusé par le portail abandonné",
    JournalCode.EVERYTHING_TOLD: "tout l’établissement à renvoyer au portail",
    JournalCode.ERASED_AT_PORTAL: "effacé au portail, où plus rien n’oblige à le garder",
    JournalCode.PORTAL_RESTORED: "le portail a été remis à partir d’une sauvegarde",
    JournalCode.SIDES_DIFFERED: "le bureau et le portail n’étaient pas d’accord : envoyé de nouveau",
    JournalCode.SIDES_RECONCILED: "le bureau et le portail ont été mis d’accord",
    JournalCode.ACCOUNT_BLOCKED: "compte bloqué",
    JournalCode.ACCOUNT_UNBLOCKED: "compte débloqué",
    JournalCode.ACCOUNT_CLOSED: "compte fermé",
    JournalCode.ACCOUNT_REOPENED: "compte rouvert",
    JournalCode.ACCOUNT_RENEWED: "nouveau mot de passe provisoire préparé",
    JournalCode.ACCOUNT_EMAIL_CORRECTED: "adresse e-mail du compte corrigée",
    JournalCode.DINER_DETACHED: "hôte détaché du compte",
    JournalCode.ISSUED_UNASKED: "identifiants générés sans demande",
    JournalCode.BATCH_UNDONE: "identifiants générés par erreur, annulés",
    JournalCode.DINER_CHANGED: "hôte modifié",
    JournalCode.EMAIL_ADDED: "adresse e-mail ajoutée à la main",
    JournalCode.EMAIL_REMOVED: "adresse e-mail retirée à la main",
    JournalCode.CARD_REPLACED: "carte remplacée",
    JournalCode.CARD_ADDED: "carte ajoutée",
    JournalCode.CARD_ENDED: "carte retirée",
    JournalCode.EMAIL_CHANGED_BY_FAMILY: "adresse e-mail changée par la famille",
    JournalCode.ADDRESS_OF_ANOTHER: "adresse e-mail retirée\u00a0: la famille d’un autre compte l’a confirmée comme sienne",
    JournalCode.CLOSED_BY_FAMILY: "compte fermé par la famille",
    JournalCode.ADDRESSES_ERASED: "adresses e-mail effacées, hôte sorti depuis longtemps",
    JournalCode.RETENTION_APPLIED: "données anciennes effacées",
    JournalCode.ACTIVATED: "mot de passe choisi par la famille",
    JournalCode.BACKUP_WRITTEN: "base sauvegardée dans un fichier",
    JournalCode.BACKUP_FAILED: "copie automatique de la base impossible",
    JournalCode.BACKUP_RESTORED: "base remplacée par une sauvegarde",
    JournalCode.RECEIPT_BOOKED: "encaissement enregistré",
    JournalCode.RECEIPT_REVERSED: "encaissement annulé par une écriture inverse",
    JournalCode.RECEIPT_UNPAID: "encaissement revenu impayé",
    JournalCode.WALLET_CORRECTED: "solde corrigé",
    JournalCode.WALLET_REFUNDED: "solde remboursé",
    JournalCode.WALLET_TRANSFERRED: "solde transféré d’un hôte à un autre",
    JournalCode.MEAL_PRICE_SET: "prix du repas modifié",
    JournalCode.NUMBERS_CONFIRMED: "derniers numéros sur papier indiqués",
    JournalCode.DAY_CLOSED: "journée d’encaissement arrêtée (FQE)",
    JournalCode.SLIP_CLOSED: "bordereau d’encaissement arrêté (BE)",
    JournalCode.MONTH_LOCKED: "mois d’encaissement clos",
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Who did what, when."""

    at: datetime
    who: str
    text: str


@needs(Right.CONSULT)
def last_act(desk: Desk) -> int:
    """Return the number of the newest journal line; it grows with every act on any PC."""
    with desk.database.read() as session:
        return journal.last_line(session)


@needs(Right.CONSULT)
def account_history(desk: Desk, account_id: str, limit: int) -> tuple[HistoryLine, ...]:
    """Return the latest lines about an account, its sheets and the requests it answered, latest first."""
    with desk.database.read() as session:
        sheets = [sheet.id for sheet in stored_sheets.sheets_of_account(session, account_id)]
        answered = requests.ids_answered_by(session, [account_id])
        lines = journal.latest_about(session, [account_id, *sheets, *answered], limit)
    return tuple(HistoryLine(line.at, line.who, SENTENCES[line.what]) for line in lines)


def history_of(session: Session, subject: str) -> tuple[HistoryLine, ...]:
    """Return the journal lines about one subject, oldest first."""
    return tuple(
        HistoryLine(line.at, line.who, SENTENCES[line.what]) for line in journal.lines_about(session, subject)
    )
