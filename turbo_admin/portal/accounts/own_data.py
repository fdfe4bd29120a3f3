"""« Mes données »: all that the portal holds about an account, for its family: as JSON for a program, as PDF for paper.

Secrets are not in it, nor their hashes; nor what the office holds, which the office gives.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, text

from turbo_admin.core.language import _, moment
from turbo_admin.portal.accounts.access import Account, Diner, attached_diners
from turbo_admin.portal.accounts.links import LinkedSpace
from turbo_admin.portal.accounts.own_account import PendingAddress, waiting_address
from turbo_admin.portal.accounts.own_log import ActivityLine, activity_lines
from turbo_admin.portal.accounts.sessions import Session, SessionLine, list_sessions
from turbo_admin.portal.base.languages import language_name

_MOST_LINES = 5000
# Paper takes a millisecond a line; the file for programs has them all.
_MOST_ON_PAPER = 500
_REQUESTS = text(
    "SELECT received_at, card, last_name, first_name, email, confirmed_at, language FROM account_request"
    " WHERE school_id = :uai AND (account_id = :id OR asked_by = :id) ORDER BY received_at"
)
_CREATED = text(
    "SELECT created_at, password_chosen_at, language FROM account WHERE school_id = :uai AND account_id = :id"
)


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request as it was typed.

    Attributes:
        language: of the page on which it was typed; empty when nobody knows.
    """

    received_at: datetime
    card: str
    last_name: str
    first_name: str
    email: str
    confirmed_at: datetime | None
    language: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is held about an account; times are UTC.

    Attributes:
        language: that its mails are written in; empty when nobody knows.
    """

    uai: str
    school: str
    at: datetime
    account: Account
    created_at: datetime
    password_chosen_at: datetime | None
    language: str
    waiting: PendingAddress | None
    diners: list[Diner]
    requests: list[OwnRequest]
    spaces: Sequence[LinkedSpace]
    sessions: list[SessionLine]
    log: list[ActivityLine]


def gather(
    connection: Connection,
    uai: str,
    school: str,
    account: Account,
    session: Session,
    *,
    spaces: Sequence[LinkedSpace] = (),
    now: datetime,
) -> OwnData:
    """Read all that is held about an account.

    Args:
        spaces: what the account is joined to at other schools, which this transaction does not see.
    """
    values = {"uai": uai, "id": account.account_id}
    created_at, password_chosen_at, language = connection.execute(_CREATED, values).one()
    return OwnData(
        uai=uai,
        school=school,
        at=now,
        account=account,
        created_at=created_at,
        password_chosen_at=password_chosen_at,
        language=language,
        waiting=waiting_address(connection, uai, account.account_id, now=now),
        diners=attached_diners(connection, uai, account.account_id),
        requests=[OwnRequest(*row) for row in connection.execute(_REQUESTS, values)],
        spaces=spaces,
        sessions=list_sessions(connection, uai, session, now=now),
        log=activity_lines(connection, uai, account.account_id, limit=_MOST_LINES),
    )


def as_json(data: OwnData) -> bytes:
    """Return it for a program: French keys, times in UTC."""
    content = {
        "etablissement": {"uai": data.uai, "nom": data.school},
        "etabli_le": data.at,
        "compte": {
            "identifiant": data.account.login,
            "email": data.account.email,
            "email_a_confirmer": data.waiting.email if data.waiting else None,
            "cree_le": data.created_at,
            "mot_de_passe_choisi_le": data.password_chosen_at,
            "derniere_connexion": data.account.last_sign_in_at,
            "langue": data.language or None,
        },
        "titulaires_de_carte": [
            {"nom": diner.last_name, "prenom": diner.first_name, "classe": diner.class_name}
            for diner in data.diners
        ],
        "demandes_de_compte": [
            {
                "recue_le": one.received_at,
                "carte": one.card,
                "nom": one.last_name,
                "prenom": one.first_name,
                "email": one.email,
                "confirmee_le": one.confirmed_at,
                "langue": one.language or None,
            }
            for one in data.requests
        ],
        "espaces_relies": [
            {"uai": one.uai, "etablissement": one.school, "relie_le": one.created_at} for one in data.spaces
        ],
        "appareils_connectes": [
            {"appareil": one.agent, "connecte_le": one.created_at, "vu_le": one.seen_at}
            for one in data.sessions
        ],
        "historique": [{"le": line.at, "quoi": line.words, "detail": line.detail} for line in data.log],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2)


def as_pdf(data: OwnData) -> bytes:
    """Return it for paper, A4."""
    # Late: loading reportlab costs as much memory as a tenth of a web process, and few ask.
    from turbo_admin.portal.accounts.pdf_pages import PdfSection, write_pages

    account = data.account
    facts = [
        (_("Identifiant"), account.login),
        (_("Adresse e-mail"), account.email or _("aucun")),
        *([(_("Adresse e-mail à confirmer"), data.waiting.email)] if data.waiting else []),
        (_("Compte créé le"), moment(data.created_at)),
        (_("Mot de passe choisi le"), moment(data.password_chosen_at) if data.password_chosen_at else "–"),
        (_("Dernière connexion"), moment(account.last_sign_in_at) if account.last_sign_in_at else "–"),
        (_("Langue des e-mails"), language_name(data.language) if data.language else "–"),
    ]
    sections = [
        PdfSection(_("Compte"), facts),
        PdfSection(_("Titulaires de carte rattachés"), [(one.name, one.class_name) for one in data.diners]),
        PdfSection(
            _("Demandes de compte"),
            [(moment(one.received_at), _request_words(one)) for one in data.requests],
        ),
        PdfSection(
            _("Espaces reliés"),
            [
                (one.school, _("relié le {moment}").format(moment=moment(one.created_at)))
                for one in data.spaces
            ],
        ),
        PdfSection(
            _("Appareils connectés"),
            [
                (
                    one.agent or _("Appareil inconnu"),
                    _("connecté le {moment}").format(moment=moment(one.created_at)),
                )
                for one in data.sessions
            ],
        ),
        PdfSection(
            _log_title(len(data.log)),
            [
                (moment(line.at), ", ".join(filter(None, (line.words, line.detail))))
                for line in data.log[:_MOST_ON_PAPER]
            ],
        ),
    ]
    stream = io.BytesIO()
    write_pages(
        stream,
        title=_("Mes données"),
        subject=_("{school} – Espace Numérique – établi le {moment}").format(
            school=data.school, moment=moment(data.at)
        ),
        sections=sections,
    )
    return stream.getvalue()


def _request_words(one: OwnRequest) -> str:
    return _("{first_name} {last_name}, carte {card}, {email}").format(
        first_name=one.first_name, last_name=one.last_name, card=one.card, email=one.email
    )


def _log_title(lines: int) -> str:
    if lines <= _MOST_ON_PAPER:
        return _("Historique")
    said = _("Historique (les {number} dernières lignes ; le fichier JSON les a toutes)")
    return said.format(number=_MOST_ON_PAPER)
