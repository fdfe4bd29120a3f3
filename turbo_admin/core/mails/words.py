"""The words of the mails to families that a school may put in its own way, and when each mail leaves.

The French of families stands in their catalogue; what only the office reads does not.
"""

from dataclasses import dataclass

from turbo_admin.core.gettext_marks import N_
from turbo_admin.core.mails.own import LONGEST_SUBJECT, OwnText, check, tidy, well_set

# What may stand between braces; what each is, the office reads.
BLANKS: dict[str, str] = {
    "etablissement": "le nom de l’établissement",
    "contact": "le téléphone et l’e-mail de l’établissement",
    "prenom_nom": "le prénom et le nom de l’hôte, ou des hôtes",
    "delai": "le délai annoncé, par exemple 48 h",
}
# It stands on screens that are locked: no name.
SUBJECT_BLANKS = ("etablissement",)
_ALWAYS = ("etablissement", "contact")
_NAMED = ("etablissement", "contact", "prenom_nom")
_HELLO = N_("Bonjour,")


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says where a school has no words of its own.

    Attributes:
        name: by which the office chooses it.
        sent: when it leaves, for the office.
        opening: before the facts, a paragraph each.
        nameless: the same when there is nobody to name; empty when there always is.
        blanks: which of `BLANKS` opening and closing may hold.
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
                "Votre demande de compte pour {prenom_nom} est bien arrivée. L’établissement vous communiquera vos"
                " identifiants par e-mail dans un délai de {delai}."
            ),
        ),
        blanks=(*_NAMED, "delai"),
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
    """Check a school's own words of one kind of mail.

    Raises:
        Refused: `mail_text_blank`, `mail_text_brace`, `mail_text_long`.
    """
    # A kind of a newer version is not ours to judge.
    if own.kind in WORDS:
        check(own.subject, SUBJECT_BLANKS, longest=LONGEST_SUBJECT)
        for text in (own.opening, own.closing):
            check(text, WORDS[own.kind].blanks)


def standard(kind: str) -> OwnText:
    """Return our own words of a kind, for a school to begin from."""
    words = WORDS[kind]
    return OwnText(kind, words.subject, "\n\n".join(words.opening))


def own_text(kind: str, subject: str, opening: str, closing: str) -> OwnText:
    """Return what a school has typed as its own words of a kind; what is ours, or empty, is none of its own."""
    ours = standard(kind)
    # Set as ours are: Qt's fields hand no-break spaces back as plain ones.
    typed = [well_set(tidy(text)) for text in (" ".join(subject.split()), opening, closing)]
    kept = [
        "" if text == our else text
        for text, our in zip(typed, (ours.subject, ours.opening, ours.closing), strict=True)
    ]
    return OwnText(kind, *kept)


def with_own(texts: tuple[OwnText, ...], own: OwnText) -> tuple[OwnText, ...]:
    """Return a school's own words with those of one kind replaced, or taken out when there are none; in our order."""
    by_kind = {one.kind: one for one in texts} | {own.kind: own}
    in_order = {kind: by_kind[kind] for kind in WORDS if kind in by_kind} | by_kind
    return tuple(one for one in in_order.values() if one != OwnText(one.kind))
