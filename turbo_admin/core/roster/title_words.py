"""Known titles of columns in exports of canteen, school-life and official software, by field."""

from enum import StrEnum


class DinerField(StrEnum):
    """What a column holds."""

    LAST = "nom"
    USED = "nom d’usage"
    FIRST = "prénom"
    BOTH = "nom et prénom"
    CLASS = "classe"
    CARD = "carte"
    KIND = "catégorie"
    REGIME = "régime"
    LEFT = "sorti"
    PRESENT = "présent"
    EXTERNAL_ID = "identifiant"
    INE = "INE"
    ELENOET = "n° élève"
    BIRTH = "né(e) le"
    SCHOOL = "établissement"
    EMAIL = "e-mail"


# Normalised as by `titles`; the preferred title of a field first.
# « n » stands for numéro, n°, no, num.
TITLES: dict[DinerField, tuple[str, ...]] = {
    DinerField.LAST: (
        *("nom", "nom famille", "nom naissance", "nom patronymique", "patronyme", "noms", "noms famille"),
        *("last name", "last", "surname", "family name", "nom name"),
    ),
    DinerField.USED: ("nom usage", "nom usuel", "nom marital", "nom epouse"),
    DinerField.FIRST: (
        *("prenom", "prenoms", "prenom usage", "prenom usuel", "prenom 1", "1 er prenom", "premier prenom"),
        *("first name", "first", "given name", "forename", "forenames", "given names", "pren", "prenom name"),
    ),
    DinerField.BOTH: (
        *(
            "nom prenom",
            "nom prenoms",
            "nom complet",
            "prenom nom",
            "full name",
            "noms prenoms",
            "prenoms noms",
        ),
        *("eleve", "hote", "convive", "enfant"),
    ),
    DinerField.CLASS: (
        *("classe", "division", "classe division", "classes", "div", "libelle classe", "libelle division"),
        *("code classe", "code division", "nom classe", "classe actuelle", "classe rattachement"),
        *("structure", "class", "code structure", "libelle structure", "lib classe", "lib division"),
        *("lib structure", "cls", "cl", "code cl"),
    ),
    DinerField.CARD: (
        *("n carte", "carte", "code carte", "n badge", "badge", "code badge", "card", "n card", "carte n"),
        *("badge n", "card n", "n carte badge", "n badge carte", "n carte 5 derniers chiffres", "n carte 1"),
        *("carte 1", "n badge 1", "nouvelle carte", "n nouvelle carte", "nouveau n carte", "nouveau badge"),
        *("nouveau n badge", "n nouveau badge"),
    ),
    DinerField.KIND: (
        *("categorie", "qualite", "type", "type hote", "type convive", "statut", "public"),
        *("fonction", "profil", "emploi", "poste", "metier"),
    ),
    DinerField.REGIME: ("regime", "regime restauration", "code regime", "regime cantine", "reg", "code reg"),
    DinerField.LEFT: (
        *("sorti", "sortie", "date sortie", "parti", "date depart", "sortie etablissement"),
        *("date sortie etablissement", "left"),
    ),
    DinerField.PRESENT: ("actif", "present", "en activite"),
    DinerField.EXTERNAL_ID: (
        *("identifiant", "id", "matricule", "n interne", "n", "code", "identifiant interne", "id interne"),
        *("code interne", "n identifiant", "n matricule"),
    ),
    DinerField.INE: (
        *("ine", "n ine", "code ine", "identifiant national", "id national", "n national"),
        *("n identification national", "identifiant national ine", "n national identification", "ine bea"),
    ),
    DinerField.ELENOET: (
        "elenoet",
        "n eleve",
        "n interne eleve",
        "n eleve etablissement",
        "n eleve etabl",
        "n eleve etab",
    ),
    DinerField.BIRTH: (
        *("ne", "nee", "date naissance", "date naiss", "naissance", "date nais", "ddn", "birth date"),
        *("date birth", "birthdate", "dob", "dt naiss"),
    ),
    DinerField.SCHOOL: (
        *("uai", "rne", "uai rne", "code uai", "code rne", "n uai", "etablissement", "code etablissement"),
        *("uai etablissement", "rne etablissement"),
    ),
}
