"""Texts for refusing requests: the standard ones, which an office edits."""

from dataclasses import dataclass

from turbo_admin.core.french import NBSP


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """A text for families.

    Attributes:
        name: the name in the clerk's list.
        text: plain paragraphs.
    """

    name: str
    text: str


FIRST_REASONS = (
    RefusalReason(
        "Carte introuvable",
        "Nous n’avons pas pu rattacher votre demande à une carte de notre établissement. Merci de vérifier les 5 "
        "derniers chiffres de la carte, le nom et le prénom de son titulaire, puis de refaire votre demande, "
        "ou de contacter le service de restauration.",
    ),
    RefusalReason(
        "Carte et nom différents",
        "La carte indiquée et le nom saisi ne désignent pas la même personne. Merci de refaire votre demande avec le "
        "nom et le prénom du titulaire de la carte, comme ils figurent sur la facture, et les 5 derniers chiffres de "
        "sa carte.",
    ),
    RefusalReason(
        "Compte déjà ouvert",
        f"Un compte existe déjà pour cette adresse. Sur la page d’accueil, «{NBSP}identifiant \\ mot de passe "
        f"oublié(s){NBSP}?{NBSP}» vous renvoie vos identifiants. Pensez à regarder les courriers indésirables.",
    ),
    RefusalReason(
        "Hôte sorti de l’établissement",
        "Le titulaire de cette carte ne fait plus partie de notre établissement. Pour le solde de son compte, merci "
        "de contacter le service de restauration.",
    ),
    RefusalReason(
        "Demandeur à vérifier",
        "Nous ne pouvons pas ouvrir un accès à cette adresse, qui n’est pas celle d’un responsable connu de "
        "l’établissement. Merci de contacter le service de restauration, ou de refaire la demande depuis l’adresse "
        "que vous nous avez donnée à l’inscription.",
    ),
    RefusalReason(
        "Demande en double",
        "Vous nous avez déjà adressé cette demande, et nous y répondons par un autre courriel. Vous n’avez rien à "
        "refaire.",
    ),
)


def with_reason(reasons: tuple[RefusalReason, ...], reason: RefusalReason) -> tuple[RefusalReason, ...]:
    """Return the reasons with one added, or with the one of its name replaced in its place."""
    if any(one.name == reason.name for one in reasons):
        return tuple(reason if one.name == reason.name else one for one in reasons)
    return (*reasons, reason)


def without_reason(reasons: tuple[RefusalReason, ...], name: str) -> tuple[RefusalReason, ...]:
    """Return the reasons without the one of that name."""
    return tuple(one for one in reasons if one.name != name)
