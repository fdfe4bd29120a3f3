"""What is said once credentials have been issued."""

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.credentials.drafts import Issued


def issued_text(issued: Issued, *, refused: int = 0, left: int = 0) -> str:
    """Return `30 comptes créés pour 42 demandes.`, and what became of the other lines.

    Args:
        refused, left: how many of the ticked lines were refused, and left to be dealt with.
    """
    parts = [
        count(issued.created, "compte créé", "comptes créés") if issued.created else "",
        _renewed(issued.accounts - issued.created),
    ]
    answered = f" pour {count(issued.requests, 'demande')}" if issued.requests else ""
    rest = [
        count(refused, "demande refusée", "demandes refusées") if refused else "",
        count(left, "ligne laissée à traiter", "lignes laissées à traiter") if left else "",
    ]
    done = " et ".join(filter(None, parts))
    others = f"{NBSP}; ".join(filter(None, rest))
    sentences = (f"{done}{answered}." if done else "", f"{others}." if others else "")
    return " ".join(filter(None, sentences))


def _renewed(number: int) -> str:
    if not number:
        return ""
    return count(number, "nouveau mot de passe provisoire", "nouveaux mots de passe provisoires")
