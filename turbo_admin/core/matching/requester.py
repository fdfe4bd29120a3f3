"""Status of the requester (« demandeur »), independent of which diner is meant."""

from collections.abc import Iterable
from enum import StrEnum

from turbo_admin.core.emails import email_key


class RequesterStatus(StrEnum):
    """How far the requester's address is known."""

    KNOWN = "connu"
    CONFIRMED = "confirmé"
    UNVERIFIED = "à vérifier"


def requester_status(
    email: str, known: Iterable[str], *, confirmed: bool, trapped: bool = False
) -> RequesterStatus:
    """Return the status of the requester.

    Args:
        email: the address of the request, as the clerk may have corrected it.
        known: the addresses that the roster holds for the attached diner; empty without a diner.
        confirmed: whether the button of the acknowledgement mail was pressed for this very address.
        trapped: whether the field that only robots see was filled in; then an address that is known proves nothing
            before its button was pressed.
    """
    if trapped and not confirmed:
        return RequesterStatus.UNVERIFIED
    key = email_key(email)
    if key and any(email_key(address) == key for address in known):
        return RequesterStatus.KNOWN
    return RequesterStatus.CONFIRMED if confirmed else RequesterStatus.UNVERIFIED


def requester_reason(asker: RequesterStatus, *, attached: bool, trapped: bool = False) -> str:
    """Return the reason of the status, in French.

    Args:
        attached: whether the request has a diner, whose addresses were looked at.
        trapped: as for `requester_status`.
    """
    if trapped and asker is RequesterStatus.UNVERIFIED:
        return (
            "le champ caché du formulaire a été rempli, par un robot ou par le navigateur de la famille, et l’adresse n’est"
            " pas encore confirmée"
        )
    if not attached:
        return (
            "adresse confirmée par le bouton de l’accusé de réception ; à comparer au fichier une fois l’hôte choisi"
            if asker is RequesterStatus.CONFIRMED
            else "adresse pas encore confirmée ; à comparer au fichier une fois l’hôte choisi"
        )
    return {
        RequesterStatus.KNOWN: "adresse connue pour cet hôte (responsable ou hôte lui-même)",
        RequesterStatus.CONFIRMED: "adresse confirmée par le bouton de l’accusé de réception, mais inconnue pour cet hôte",
        RequesterStatus.UNVERIFIED: "adresse inconnue pour cet hôte et pas encore confirmée",
    }[asker]
