"""Texts of the mails to families that a school may edit, and when each mail is sent.

Texts for families are in their catalogue; those that only the office reads are not.
"""

from dataclasses import dataclass

from turbo_admin.core.gettext_marks import N_
from turbo_admin.core.mails.own import LONGEST_SUBJECT, OwnText, check, tidy, well_set

# Placeholder -> its French description for the office.
BLANKS: dict[str, str] = {
    "etablissement": "le nom de l’établissement",
    "contact": "le téléphone et l’e-mail de l’établissement",
    "prenom_nom": "le prénom et le nom de l’hôte, ou des hôtes",
    "delai": "le délai annoncé, par exemple 48 h",
}
# Subjects show on locked screens: no names.
SUBJECT_BLANKS = ("etablissement",)
_ALWAYS = ("etablissement", "contact")
_NAMED = ("etablissement", "contact", "prenom_nom")
_HELLO = N_("Bonjour,")


@dataclass(frozen=True, slots=True)
class Words:
    """The standard texts of one kind of mail.

    Attributes:
        name: French, for the office's list.
        sent: French: when it is sent.
        opening: before the facts, a paragraph each.
        nameless: the opening without a name; empty when there is always one.
        blanks: the placeholders allowed in opening and closing.
    """

    name: str
    sent: str
    subject: str
    opening: tuple[str, ...] = (_HELLO,)
    nameless: tuple[str, ...] = ()
    blanks: tuple[str, ...] = _ALWAYS


WORDS: dict[str, Words] = {
    "demande": Words(
        "Demande reçue",
        "Part dès qu’une famille demande un compte.",
        N_("Votre demande de compte – {etablissement}"),
        (
            _HELLO,
            N_(
                "Votre demande de compte est bien arrivée. L’établissement vous communiquera vos identifiants par"
                " e-mail dans un délai de {delai}."
            ),
        ),
        # No name: whoever asked has not shown yet that the mailbox is theirs.
        blanks=(*_ALWAYS, "delai"),
    ),
    "identifiants": Words(
        "Identifiants",
        "Part quand le bureau envoie des identifiants par e-mail.",
        N_("Vos identifiants – {etablissement}"),
        (_HELLO, N_("Voici de quoi ouvrir votre compte pour {prenom_nom} sur l’Espace Numérique.")),
        (_HELLO, N_("Voici de quoi ouvrir votre compte sur l’Espace Numérique.")),
        _NAMED,
    ),
    "oubli": Words(
        "Mot de passe oublié",
        "Part quand une famille a oublié son identifiant ou son mot de passe.",
        N_("Identifiant ou mot de passe oublié – {etablissement}"),
        (
            _HELLO,
            N_(
                "Vous avez demandé vos identifiants pour {prenom_nom}. Voici de quoi choisir un nouveau mot de passe."
            ),
        ),
        (
            _HELLO,
            N_("Vous avez demandé vos identifiants. Voici de quoi choisir un nouveau mot de passe."),
        ),
        _NAMED,
    ),
    "refus": Words(
        "Demande refusée",
        "Part quand le bureau refuse une demande en écrivant un motif.",
        N_("Votre demande de compte – {etablissement}"),
        (_HELLO, N_("Votre demande de compte n’a pas pu être acceptée, pour la raison suivante :")),
    ),
    "vigilance-demande": Words(
        "Autre adresse : compte demandé",
        "Part vers une adresse que le bureau connaît, quand une autre demande un compte pour le même hôte.",
        N_("Un compte a été demandé – {etablissement}"),
    ),
    "vigilance-ouverture": Words(
        "Autre adresse : compte ouvert",
        "Part vers une adresse que le bureau connaît, quand une autre reçoit un compte pour le même hôte.",
        N_("Un compte a été ouvert – {etablissement}"),
    ),
    "motdepasse": Words(
        "Mot de passe changé",
        "Part quand une famille change son mot de passe.",
        N_("Votre mot de passe a été changé – {etablissement}"),
    ),
    "adresse": Words(
        "Nouvelle adresse à confirmer",
        "Part vers l’adresse qu’une famille veut désormais utiliser.",
        N_("Confirmez votre nouvelle adresse – {etablissement}"),
    ),
    "adresse-demandee": Words(
        "Changement d’adresse demandé",
        "Part vers l’adresse en usage, quand une famille veut la remplacer.",
        N_("Changement d’adresse demandé – {etablissement}"),
    ),
    "adresse-changee": Words(
        "Adresse changée",
        "Part vers l’ancienne adresse, une fois la nouvelle confirmée.",
        N_("Votre adresse e-mail a été changée – {etablissement}"),
    ),
    "adresse-prise": Words(
        "Adresse déjà prise",
        "Part vers l’adresse qu’une famille veut utiliser, quand elle est déjà celle d’un autre compte.",
        N_("Cette adresse sert déjà – {etablissement}"),
    ),
    "espaces-relies": Words(
        "Espaces reliés",
        "Part quand une famille relie ses comptes de deux établissements.",
        N_("Vos espaces sont reliés – {etablissement}"),
    ),
    "fermeture": Words(
        "Compte fermé",
        "Part quand une famille ferme son compte.",
        N_("Votre compte est fermé – {etablissement}"),
    ),
}


def check_own(own: OwnText) -> None:
    """Validate a school's own texts of one kind of mail.

    Raises:
        Refused: `mail_text_blank`, `mail_text_brace`, `mail_text_long`.
    """
    # A kind unknown to this version is from a newer one: not validated.
    if own.kind in WORDS:
        check(own.subject, SUBJECT_BLANKS, longest=LONGEST_SUBJECT)
        for text in (own.opening, own.closing):
            check(text, WORDS[own.kind].blanks)


def standard(kind: str) -> OwnText:
    """Return the standard texts of a kind, from which a school starts."""
    words = WORDS[kind]
    return OwnText(kind, words.subject, "\n\n".join(words.opening))


def own_text(kind: str, subject: str, opening: str, closing: str) -> OwnText:
    """Return the typed texts of a kind; texts equal to the standard ones become empty."""
    ours = standard(kind)
    # Compared with no-break spaces restored: Qt's fields return them as plain spaces.
    typed = [well_set(tidy(text)) for text in (" ".join(subject.split()), opening, closing)]
    kept = [
        "" if text == our else text
        for text, our in zip(typed, (ours.subject, ours.opening, ours.closing), strict=True)
    ]
    return OwnText(kind, *kept)


def with_own(texts: tuple[OwnText, ...], own: OwnText) -> tuple[OwnText, ...]:
    """Return the texts with those of one kind replaced, or removed when empty; in the order of `WORDS`."""
    by_kind = {one.kind: one for one in texts} | {own.kind: own}
    in_order = {kind: by_kind[kind] for kind in WORDS if kind in by_kind} | by_kind
    return tuple(one for one in in_order.values() if one != OwnText(one.kind))
