"""Interprets titles of columns in schools' tables.

A title is read without what is added around it (stars, brackets, hints, units, articles). What is left must be a known
title, word for word: « Mail professeur principal » holds « mail », and is nobody's guardian.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.title_words import TITLES, DinerField

__all__ = ["Title", "id_kind", "is_first_name_first", "is_job", "may_be_of_the_day", "read_title"]


@dataclass(frozen=True, slots=True)
class Title:
    """The interpretation of a title.

    Attributes:
        field: None for an unknown title.
        rank: among the known titles of the field, 0 for the usual one.
        of_diner: whether it names the diner, « Nom de l'enfant », so that a plain « Nom » beside it is somebody else's.
        bars_addresses: whether it says that addresses below are not a guardian's or the diner's: another person's
            (« Professeur principal »), or no address at all (« Accepte les mails »).
        nth: of the diners of a row, 2 for « Nom enfant 2 »; 0 where they are not numbered.
    """

    field: DinerField | None = None
    rank: int = 0
    of_diner: bool = False
    bars_addresses: bool = False
    nth: int = 0


_KNOWN = {title: (field, rank) for field, titles in TITLES.items() for rank, title in enumerate(titles)}
# Titles about a profession, which pupils do not have.
_JOBS = frozenset(TITLES[DinerField.KIND][TITLES[DinerField.KIND].index("fonction") :])
# « Sortie » may mean the permission to go out, « Présent » attendance today.
_OF_THE_DAY = frozenset({"sortie", "present"})
# Index from which titles of full names name the diner: « Élève ».
_NAMED = TITLES[DinerField.BOTH].index("eleve")
_DINERS = re.compile(
    r"eleves?|enfants?|hotes?|convives?|titulaire|usager|beneficiaire|jeune|etudiante?|apprenant|rationnaire|commensal|"
    r"pupil|student|child"
)
# Holders of a canteen card; « Carte Jeune » and « Carte d’étudiant » are other cards.
_HOLDERS = re.compile(r"eleves?|enfants?|hotes?|convives?|rationnaire|commensal|pupil|child")
# « Classe 2026-2027 », « Classe en 2026/27 »: after all other titles, the latest year first.
_OF_YEAR = re.compile(r" (?:en |annee |annee scolaire )?(20\d\d)(?: (?:20)?\d\d)?$")
_AFTER_OTHERS = 3000
# « Nom de votre enfant »; « Votre nom » is a parent's.
_YOUR = re.compile(rf"\b(?:votre|vos|mon|mes|notre|cet) (?={_DINERS.pattern})")
_NTH = re.compile(
    rf"\b(?:({_DINERS.pattern})(?: n)? ([1-9])|([1-9]) (?:er|ere|e|eme|nd|nde) ({_DINERS.pattern}))\b"
)
# Words of canteen cards; a transport card is another one.
_CANTEEN = re.compile(
    r"(?<=carte|badge) (?:(?:self|cantine|restauration|restaurant|repas|turbo|turboself|demi pension|dp) ?)+$"
)
_SMALL = re.compile(r"de|du|des|d|l|la|le|les|aux|of|the")
_NUMBER = re.compile(r"\b(?:numeros?|num|no|nr|nro|number)\b")
_MAIL = re.compile(
    r"\b(?:(?:adresses?|boite|compte) )?"
    r"(?:e ?mails?(?: address)?|mails?|mels?|courriels?|(?:courrier |messagerie )?electronique|messagerie)\b"
)
# Words that qualify a guardian's address.
_OF_GUARDIANS = re.compile(
    r"mail|responsables?|resp|rep|rl|r|representants?|legal|legale|legaux|mere|maman|pere|papa|parents?|tuteur|tutrice|"
    r"famill?e|familial|foyer|mme|m|mr|madame|monsieur|conjoint|contact|payeur|financi(?:er|ere)|debiteur|facturation|"
    r"fiscal|principale?|secondaire|autre|perso|personnel(?:le)?|privee?|pro|professionnel(?:le)?|domicile|[1-6]|[abn]|"
    r"er|ere|e|eme|nd|nde|premi(?:er|ere)|deuxieme|seconde?|et|ou|personnes?|votre|vos|notre|usuel(?:le)?|courante?|"
    r"actuel(?:le)?|correspondance|contacter?|joindre|joignable|pour|a|compte|cantine|self|turbo|turboself|portail|"
    r"restauration|inscription|envoi|prelevement|paiement|numero|n|civil|garde|alternee?|x|nom|prenom"
)
_OF_OTHERS = re.compile(
    r"professeure?s?|profs?|pp|enseignante?s?|institut(?:eur|rice)|maitre|maitresse|medecin|docteur|dr|cpe|"
    r"secretariat|secretaire|aesh|avs|aed|ass|infirmi(?:er|ere)|psy|psychologue|assistante?s?|sociale?|"
    r"educat(?:eur|rice)|referente?|direct(?:eur|rice|ion)|chef|proviseure?|gestionnaire|intendante?|intendance|"
    r"comptable|agence|entreprise|employeur|stage|ecole|college|lycee|etablissement|mairie|academie|urgences?|"
    r"prevenir|nourrice|nounou|grands?|oncle|tante|voisine?|surveillante?|agent|vie|scolaire|deleguee?|"
    r"ancien(?:ne)?|ex|precedente?|dechue?s?|ent|ase|academique|tiers|service|social|judiciaire|belle|beau|"
    r"freres?|soeurs?|fratrie|rectorat|institutionnel(?:le)?"
)
_FLAGS = re.compile(
    r"accept(?:e|er|ation)|accorde?|autoris(?:e|ee|er|ation|ations)|envois?|envoye(?:e|s|es|r)?|nb|nombre|date|statut|"
    r"etat|valide|validite|verifiee?|confirmee?|recu|consentement|souhaite|refuse?|refus|abonnee?|abonnement|"
    r"newsletter|ok|pas|non|oui|erreur|errone(?:e|es)?|invalides?|fausse?|faux|obsoletes?|desactivee?|npai|relance|ouinon|type|format|recoit|recevoir|communication|diffusion"
)
_HEAD_OF_SCHOOL = re.compile(r"\b(?:du|de la) principale?(?: adjointe?)?$")
# « Prénom(s) », « Né(e) le », « Né·e le ».
_INFLECTION = re.compile(
    r"(?<=[^\W\d_])(?:\((?:e|s|es|ne|le|x)\)|[·•](?:e|s)(?:[·•]s)?\b|(?<=é)[-.]e\b)", re.IGNORECASE
)
_BRACKETS = re.compile(r"[(\[{<]([^()\[\]{}<>]*)[)\]}>]")
_BESIDE_DIGITS = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
# « DateNaissance », « NumCarte ».
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_ORDER = re.compile(r"^\s*\d{1,2}\s*[.)/:-]\s+(?=\D)")
_YES_OR_NO = re.compile(r"(?:oui non|o n|vrai faux|0 1|1 0|yes no|x si oui)")
_HINT = (
    r"obligatoires?|requise?|facultati(?:f|ve)|optionnel(?:le)?|si connue?|si possible|si besoin|a remplir|a completer|"
    r"champ (?:obligatoire|requis)|sans \w+|(?:tout )?en (?:lettres )?(?:majuscules?|minuscules?|capitales)|"
    r"majuscules?|minuscules?|capitales|"
    r"(?:au )?(?:format )?(?:jj?|dd?) (?:mm?) (?:a{2,4}|y{2,4})|(?:format )?(?:jjmma{2,4}|ddmmy{2,4}|a{4}mmjj|y{4}mmdd)|"
    r"(?:format )?(?:a{4}|y{4}) mm (?:jj|dd)|"
    r"(?:sur |a |les )?\d{1,2} (?:derniers )?(?:chiffres?|caracteres?|lettres?|signes?|car|digits)"
)
_HINT_IN_BRACKETS = re.compile(rf"(?:{_HINT}|texte|date|nombre|format .*|max .*|voir .*|cf .*|\d+|)")
_HINT_AT_END = re.compile(rf" (?:{_HINT})$")
_EXAMPLE = re.compile(r"[\s(\[]*\b(?:par\s+)?(?:ex(?:emple)?\s*[.:]|p\.\s?ex\.).*$", re.IGNORECASE)


@lru_cache(maxsize=2048)
def read_title(written: str) -> Title:
    """Interpret a title.

    Nom*, [Nom], NOM (en majuscules), Nom :      the last name
    Né(e) le (jj/mm/aaaa), Date de naissance     the day of birth
    E-mail du responsable 1, Mail mère, MEL      an address
    Mail professeur principal, Nb mails          none, and addresses below are not a guardian's
    Nom du médecin, Classe précédente            none
    """
    title = _read(written)
    if title == Title() and (parted := _CAMEL.sub(" ", written)) != written:
        return _read(parted)
    if title == Title() and "/" in written:
        return _in_two_languages(written)
    return title


def _in_two_languages(written: str) -> Title:
    """Interpret a bilingual title, « Prénom / First name »."""
    halves = [_read(half) for half in written.split("/")]
    return halves[0] if halves[0].field and len({half.field for half in halves}) == 1 else Title()


def _read(written: str) -> Title:
    folded = _bare(written)
    plain = _plain(folded)
    if plain not in _KNOWN and (numbered := _NTH.search(plain)):
        # « Nom enfant 2 », « Prénom du 2e enfant ».
        one = _of_words(folded, _NTH.sub(lambda found: found[1] or found[4], plain, count=1))
        if one.field and one.field is not DinerField.BOTH:
            return replace(one, of_diner=True, nth=int(numbered[2] or numbered[3]))
    return _of_words(folded, plain)


def _of_words(folded: str, plain: str) -> Title:
    words = plain.split()
    others = [word for word in words if not _DINERS.fullmatch(word)]
    of_diner = 0 < len(others) < len(words)
    known = plain if plain in _KNOWN else " ".join(others) if of_diner else ""
    if dated := _OF_YEAR.search(known or plain):
        undated = (known or plain)[: dated.start()]
        if undated in _KNOWN and _KNOWN[undated][0] is DinerField.CLASS:
            return Title(DinerField.CLASS, _AFTER_OTHERS - int(dated[1]), of_diner)
    if known in _KNOWN:
        field, rank = _KNOWN[known]
        if field is DinerField.CARD:
            return _of_card(folded, words, rank)
        # « N° » alone is a count of lines.
        is_count = plain == "n" and not folded.startswith("numero")
        return (
            Title()
            if is_count
            else Title(field, rank, of_diner or (field is DinerField.BOTH and rank >= _NAMED))
        )
    bars = any(_OF_OTHERS.fullmatch(word) or _FLAGS.fullmatch(word) for word in words)
    bars = bars or _HEAD_OF_SCHOOL.search(folded) is not None
    if "mail" in words and not bars and all(_OF_GUARDIANS.fullmatch(word) for word in others):
        return Title(DinerField.EMAIL)
    # An address of an unknown person is not taken as a guardian's.
    return Title(bars_addresses=bars or "mail" in words)


def _of_card(folded: str, words: list[str], rank: int) -> Title:
    """Return a title of cards; one that says that they are the canteen's comes first."""
    if any(_DINERS.fullmatch(word) and not _HOLDERS.fullmatch(word) for word in words):
        return Title()
    return Title(DinerField.CARD, -1 if _CANTEEN.search(" ".join(_worded(folded))) else rank)


@lru_cache(maxsize=256)
def id_kind(written: str) -> str:
    """Return the key of the kind of numbers in a column; empty for an empty title.

    N° interne, numéro interne, No. interne    n interne
    Matricule, [Matricule]*                    matricule
    """
    return " ".join("identifiant" if word == "id" else word for word in _plain(_bare(written)).split())


def is_job(written: str) -> bool:
    """Whether a title is about a profession: « Fonction », « Métier »."""
    return _plain(_bare(written)) in _JOBS


def may_be_of_the_day(written: str) -> bool:
    """Whether a title about leaving may mean permission to go out, or a single day: « Sortie », « Présent »."""
    return _plain(_bare(written)) in _OF_THE_DAY


def is_first_name_first(written: str) -> bool:
    """Whether a title of full names has the first name before the last: « Prénom et nom »."""
    return _plain(_bare(written)).startswith("prenom")


def _bare(written: str) -> str:
    """Fold a title, without numbering, brackets and hints."""
    text = _INFLECTION.sub("", _EXAMPLE.sub("", _ORDER.sub("", " ".join(written.split()))))
    text = _BRACKETS.sub(lambda found: _bracketed(found[1]), text)
    folded = fold(text) or fold(written)
    while (shorter := _HINT_AT_END.sub("", folded)) != folded:
        folded = shorter
    return folded


def _bracketed(content: str) -> str:
    folded = fold(content)
    if _YES_OR_NO.fullmatch(folded):
        return " ouinon "
    return " " if _HINT_IN_BRACKETS.fullmatch(folded) else f" {content} "


def _plain(folded: str) -> str:
    """Return a bare title in the words of `title_words`."""
    text = _MAIL.sub("mail", _YOUR.sub("", " ".join(_worded(folded))))
    text = _CANTEEN.sub("", text if "mail" in text.split() else text.replace(" et ", " "))
    # « Sorti (oui/non) » is a known title; « Carte (oui/non) » only tells who has a card.
    known = text.removesuffix(" ouinon")
    return known if _KNOWN.get(known, (None, 0))[0] in {DinerField.LEFT, DinerField.PRESENT} else text


def _worded(folded: str) -> list[str]:
    """Return the words of a bare title that count; « n » for numéro."""
    text = _NUMBER.sub("n", _BESIDE_DIGITS.sub(" ", folded))
    return [word for word in text.split() if not _SMALL.fullmatch(word)]
