"""The journal in words, for the screen."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.office.desk.context import Desk
from turbo_admin.store import accounts, journal, requests

SENTENCES = {
    "school_added": "établissement ajouté",
    "school_changed": "établissement modifié",
    "settings_saved": "configuration de l’Espace numérique modifiée",
    "refusal_reasons": "motifs de refus modifiés",
    "paired": "poste relié au portail",
    "key_changed": "clé du poste changée",
    "network_saved": "réglages du réseau modifiés",
    "diners_imported": "hôtes importés",
    "import_undone": "import d’hôtes annulé",
    "request_received": "demande reçue du portail",
    "request_confirmed": "adresse confirmée par la famille",
    "diner_chosen": "hôte choisi à la main",
    "diner_unchosen": "choix de l’hôte annulé",
    "email_corrected": "adresse e-mail corrigée",
    "request_refused": "demande refusée",
    "issued": "identifiants générés",
    "diner_attached": "hôte rattaché à un compte",
    "guardians_told": "avis demandé aux responsables connus : compte ouvert",
    "guardians_told_asked": "avis demandé aux responsables connus : compte demandé",
    "guardian_notice_sent": "avis envoyé à un responsable connu",
    "guardian_notice_failed": "avis à un responsable connu rejeté",
    "issue_revoked": "identifiants révoqués",
    "request_reopened": "demande remise à traiter",
    "printed": "fiche imprimée",
    "handed": "fiche remise",
    "mail_asked": "envoi par e-mail demandé",
    "mail_sent": "courriel envoyé",
    "mail_failed": "courriel rejeté",
    "mail_undelivered": "un courriel du portail à cette adresse a été rejeté",
    "change_refused": "refusé par le portail",
    "change_retried": "nouvel essai après un refus du portail",
    "change_given_up": "envoi refusé par le portail abandonné",
    "everything_told": "tout l’établissement à renvoyer au portail",
    "account_blocked": "compte bloqué",
    "account_unblocked": "compte débloqué",
    "account_closed": "compte fermé",
    "account_reopened": "compte rouvert",
    "account_renewed": "nouveau mot de passe provisoire préparé",
    "account_email_corrected": "adresse e-mail du compte corrigée",
    "diner_detached": "hôte détaché du compte",
    "issued_unasked": "identifiants générés sans demande",
    "batch_undone": "identifiants générés par erreur, annulés",
    "diner_changed": "hôte modifié",
    "email_added": "adresse e-mail ajoutée à la main",
    "email_removed": "adresse e-mail retirée à la main",
    "card_replaced": "carte remplacée",
    "card_added": "carte ajoutée",
    "card_ended": "carte retirée",
    "email_changed_by_family": "adresse e-mail changée par la famille",
    "address_of_another": "adresse e-mail retirée : la famille d’un autre compte l’a confirmée comme sienne",
    "closed_by_family": "compte fermé par la famille",
    "addresses_erased": "adresses e-mail effacées, hôte sorti depuis longtemps",
    "retention_applied": "données anciennes effacées",
    "activated": "mot de passe choisi par la famille",
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Who did what, when."""

    at: datetime
    who: str
    text: str


def last_act(desk: Desk) -> int:
    """Return a number that grows with every act of whatever PC: what was shown before it may be old."""
    with desk.database.read() as session:
        return journal.last_line(session)


def account_history(desk: Desk, account_id: str, limit: int) -> tuple[HistoryLine, ...]:
    """Return the last that happened to an account, its sheets, and the requests that it answered, latest first."""
    with desk.database.read() as session:
        sheets = [sheet.id for sheet in accounts.sheets_of_account(session, account_id)]
        answered = requests.ids_answered_by(session, [account_id])
        lines = journal.latest_about(session, [account_id, *sheets, *answered], limit)
    return tuple(HistoryLine(line.at, line.who, SENTENCES[line.what]) for line in lines)


def history_of(session: Session, subject: str) -> tuple[HistoryLine, ...]:
    """Return what happened to one thing, oldest first."""
    return tuple(
        HistoryLine(line.at, line.who, SENTENCES[line.what]) for line in journal.lines_about(session, subject)
    )
