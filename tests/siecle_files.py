"""Invented exports of SIECLE and ONDE, as the State's software writes them."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

UAI, YEAR = "0990001N", "2026"
_HEAD = '<?xml version="1.0" encoding="{encoding}"?>\n'
_PARAMETERS = (
    "<PARAMETRES><UAJ>{uai}</UAJ><ANNEE_SCOLAIRE>{year}</ANNEE_SCOLAIRE><DATE_EXPORT>01/09/{year}</DATE_EXPORT>"
    "</PARAMETRES>"
)
ONDE_PUPILS = (
    "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Adresse1;Cp1;Commune1;Pays1;Adresse2;Cp2;"
    "Commune2;Pays2; Cycle;Niveau;Libellé classe;Identifiant classe"
)
ONDE_GUARDIANS = (
    "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;Courriel;Nom d'usage enfant;"
    "Nom de famille enfant;Prénom enfant;Classes enfants;Nom d'usage enfant;Nom de famille enfant;Prénom enfant;"
    "Classes enfants"
)


@dataclass(frozen=True)
class Guardian:
    """A person of RESPONSABLES; `level` 3 is somebody to call."""

    email: str
    level: str = "1"
    pays: str = "0"


@dataclass(frozen=True)
class Pupil:
    """A pupil of ELEVES."""

    number: int
    last: str
    first: str
    class_name: str = "5 A"
    born: str = "02/03/2014"
    ine: str = ""
    regime: str = "24"
    left_on: str = ""
    used: str = ""
    guardians: Sequence[Guardian] = field(default=())

    @property
    def national(self) -> str:
        """The INE, invented from the number unless given."""
        return self.ine or f"{self.number:09d}AA"


ZOE = Pupil(
    501, "EXEMPLE", "Zoé", guardians=(Guardian("a@exemple.fr"), Guardian("b@exemple.fr", pays="true"))
)
TOM = Pupil(
    502, "ŒUVRARD", "Tom", "6 B", "11/12/2015", regime="29", guardians=(Guardian("c@exemple.fr", "3"),)
)
INES = Pupil(503, "GARCIA", "Inès", "4 D", "05/05/2013", regime="1")
PUPILS = (ZOE, TOM, INES)


def pupils_xml(
    pupils: Iterable[Pupil] = PUPILS,
    *,
    uai: str = UAI,
    year: str = YEAR,
    old_tags: bool = False,
    structures: bool = True,
    encoding: str = "ISO-8859-15",
) -> bytes:
    """Return a file of pupils, with today's tags or those of older versions."""
    some = list(pupils)
    parts = [
        _HEAD.format(encoding=encoding),
        '<BEE_ELEVES VERSION="3.0">',
        _PARAMETERS.format(uai=uai, year=year),
    ]
    parts.append("<DONNEES><ELEVES>")
    parts += [_pupil(pupil, old_tags=old_tags) for pupil in some]
    parts.append("</ELEVES>")
    if structures:
        parts.append("<STRUCTURES>")
        for pupil in some:
            parts.append(
                f'<STRUCTURES_ELEVE ELEVE_ID="{_id(pupil)}" ELENOET="{pupil.number}">'
                "<STRUCTURE><CODE_STRUCTURE>GRP1</CODE_STRUCTURE><TYPE_STRUCTURE>G</TYPE_STRUCTURE></STRUCTURE>"
                f"<STRUCTURE><CODE_STRUCTURE>{pupil.class_name}</CODE_STRUCTURE>"
                "<TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>"
            )
        parts.append("</STRUCTURES>")
    parts.append("</DONNEES></BEE_ELEVES>")
    return "".join(parts).encode(encoding)


def guardians_xml(
    pupils: Iterable[Pupil] = PUPILS, *, uai: str = UAI, year: str = YEAR, old_tags: bool = False
) -> bytes:
    """Return a file of guardians."""
    people, links, number = [], [], 0
    level, pays = (
        ("RESP_LEGAL", "RESP_FINANCIER") if old_tags else ("NIVEAU_RESPONSABILITE", "PAIE_FRAIS_SCOLAIRES")
    )
    for pupil in pupils:
        for guardian in pupil.guardians:
            number += 1
            people.append(
                f'<PERSONNE PERSONNE_ID="{number}"><NOM_DE_FAMILLE>{pupil.last}</NOM_DE_FAMILLE>'
                f"<PRENOM>Camille</PRENOM><MEL>{guardian.email}</MEL></PERSONNE>"
            )
            links.append(
                f"<RESPONSABLE_ELEVE><ELEVE_ID>{_id(pupil)}</ELEVE_ID><PERSONNE_ID>{number}</PERSONNE_ID>"
                f"<{level}>{guardian.level}</{level}><{pays}>{guardian.pays}</{pays}></RESPONSABLE_ELEVE>"
            )
    return (
        _HEAD.format(encoding="ISO-8859-15")
        + '<BEE_RESPONSABLES VERSION="2.1">'
        + _PARAMETERS.format(uai=uai, year=year)
        + f"<DONNEES><PERSONNES>{''.join(people)}</PERSONNES><RESPONSABLES>{''.join(links)}</RESPONSABLES>"
        + "</DONNEES></BEE_RESPONSABLES>"
    ).encode("iso-8859-15")


def structures_xml(*, uai: str = UAI, year: str = YEAR) -> bytes:
    """Return the file of classes, which names no pupil."""
    return (
        _HEAD.format(encoding="ISO-8859-15")
        + '<BEE_STRUCTURES VERSION="2.0">'
        + _PARAMETERS.format(uai=uai, year=year)
        + '<DONNEES><DIVISIONS><DIVISION CODE_STRUCTURE="5 A"><LIBELLE_LONG>CINQUIÈME A</LIBELLE_LONG></DIVISION>'
        + "</DIVISIONS></DONNEES></BEE_STRUCTURES>"
    ).encode("iso-8859-15")


def zipped(path: Path, **members: bytes) -> Path:
    """Write members, named by keyword with `.xml`, into a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.xml", content)
    return path


def many(number: int) -> list[Pupil]:
    """Return that many pupils, each with two guardians."""
    return [
        Pupil(
            n,
            f"NOM{n % 997}",
            f"Prénom{n}",
            f"{n % 4 + 3} {'ABCD'[n % 4]}",
            f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/2013",
            guardians=(Guardian(f"a{n}@exemple.fr", pays="1"), Guardian(f"b{n}@exemple.fr", "2")),
        )
        for n in range(1, number + 1)
    ]


def _id(pupil: Pupil) -> str:
    return f"10{pupil.number:05d}"


def _pupil(pupil: Pupil, *, old_tags: bool) -> str:
    name, regime = ("NOM", "CODE_REGIME2") if old_tags else ("NOM_DE_FAMILLE", "CODE_REGIME")
    left = f"<DATE_SORTIE>{pupil.left_on}</DATE_SORTIE>" if pupil.left_on else ""
    used = f"<NOM_USAGE>{escape(pupil.used)}</NOM_USAGE>" if pupil.used else ""
    return (
        f'<ELEVE ELEVE_ID="{_id(pupil)}" ELENOET="{pupil.number}"><ID_NATIONAL>{pupil.national}</ID_NATIONAL>'
        f"<{name}>{escape(pupil.last)}</{name}>{used}<PRENOM>{pupil.first}</PRENOM><DATE_NAISS>{pupil.born}</DATE_NAISS>"
        f"<{regime}>{pupil.regime}</{regime}><CODE_SEXE>2</CODE_SEXE>{left}<SCOLARITE_AN_DERNIER>"
        "<CODE_STRUCTURE>AUTREFOIS</CODE_STRUCTURE></SCOLARITE_AN_DERNIER></ELEVE>"
    )
