"""Parses SIECLE's XML documents: pupils, classes, guardians, school and year.

The documents come from a secretariat and are untrusted: no document type, hence no entity; read as a stream.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from xml.parsers import expat

from turbo_admin.core.errors import BadData, Refused
from turbo_admin.core.french import NBSP
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.uai import parse_uai
from turbo_admin.outside.files.decoding import Unsure
from turbo_admin.outside.files.progress import ReadProgress
from turbo_admin.outside.files.safe_files import Forbidden, safe_parser
from turbo_admin.outside.files.xml_encoding import Pieces, reading_of
from turbo_admin.outside.roster_files.diner_rows import RowProblem

Record = dict[str, str]
# Last name, first name, birth.
PersonKey = tuple[str, str, str]

_CHUNK = 1 << 18
_ROOT = "BEE_"
_MOST_PUPILS = 50_000
_CLASS_TYPE, _LONGEST_ID = "D", 40
# Elements whose children are kept as a record.
_RECORDS = frozenset({"PARAMETRES", "ELEVE", "STRUCTURES_ELEVE", "PERSONNE", "RESPONSABLE_ELEVE"})
# Tags of school and year in the versions of SIECLE and compatible programs.
_SCHOOL_TAGS, _YEAR_TAGS = ("UAJ", "UAI", "RNE", "CODE_UAI", "CODE_RNE"), ("ANNEE_SCOLAIRE", "ANNEE")
_UAI = re.compile(r"(?<!\d)\d{7}[A-Za-z](?![A-Za-z0-9])")
# « 2026 », « 2026-2027 », « 2026/2027 », « 26-27 », « Année 2026 - 2027 ».
_YEAR = re.compile(r"[^\d]*(\d{4}|\d{2})(?:\s*[-/–_]\s*(\d{4}|\d{2}))?[^\d]*")
_CENTURY, _FIRST_YEAR, _LAST_YEAR = 100, 2000, 2100


@dataclass
class Export:
    """Content of the documents of one export.

    Attributes:
        uai, year: of the export, `2026` for 2026-2027; empty and 0 when no document says.
        unread_uai, unread_year: unreadable values in their place.
        pupils_file: the last document with pupils.
        pupils, people: the records; of people by their id.
        classes, links: of pupils, by their id: the class, and the records of who is responsible for them.
        has_guardians: whether a document lists guardians.
        remarks: remarks on the documents.
    """

    uai: str = ""
    year: int = 0
    unread_uai: str = ""
    unread_year: str = ""
    pupils_file: str = ""
    pupils: list[Record] = field(default_factory=list)
    classes: dict[str, str] = field(default_factory=dict)
    people: dict[str, Record] = field(default_factory=dict)
    links: defaultdict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    has_guardians: bool = False
    remarks: list[RowProblem] = field(default_factory=list)
    _told_by: str = ""
    _sources: dict[tuple[str, str], tuple[str, PersonKey]] = field(default_factory=dict)
    _dates: dict[str, str] = field(default_factory=dict)
    _copies: set[tuple[str, str]] = field(default_factory=set)

    def take_header(self, record: Record, document: str) -> None:
        """Read the header of a document.

        Raises:
            BadData: `siecle_files_differ` for another school or year than the documents before it.
        """
        self._dates[document] = record.get("DATE_EXPORT", "")
        uai, year = _first(record, _SCHOOL_TAGS), _first(record, _YEAR_TAGS)
        found_uai, found_year = _uai_of(uai), _year_of(year)
        self.unread_uai = self.unread_uai or ("" if found_uai else uai)
        self.unread_year = self.unread_year or ("" if found_year else year)
        for told, known in ((found_uai, self.uai), (found_year, self.year)):
            if told and known and told != known:
                raise BadData(
                    "siecle_files_differ",
                    where=document,
                    this=str(told),
                    other=str(known),
                    file=self._told_by,
                )
        self.uai, self.year = found_uai or self.uai, found_year or self.year
        if found_uai or found_year:
            self._told_by = document

    def is_copy(self, kind: str, record: Record, document: str) -> bool:
        """Whether another document has the same record; adds one remark for two documents.

        Raises:
            BadData: `siecle_ids_clash` for somebody else under the same id; `siecle_files_twice` for documents of two
                dates.
        """
        number, person = _number_of(kind, record), _person_of(record)
        first, known = (
            self._sources.setdefault((kind, number), (document, person)) if number else (document, person)
        )
        if not _may_be_one(known, person):
            raise BadData("siecle_ids_clash", where=document, file=first, id=number[:_LONGEST_ID])
        if first == document:
            return False
        dates = self._dates.get(first, ""), self._dates.get(document, "")
        if all(dates) and dates[0] != dates[1]:
            raise BadData("siecle_files_twice", where=document, file=first)
        if (first, document) not in self._copies:
            self._copies.add((first, document))
            text = (
                f"Ce fichier répète ce que dit {first}{NBSP}: ce qui y figure deux fois n’est lu qu’une fois."
            )
            self.remarks.append(RowProblem(0, "", text, document))
        return True


def read_document(name: str, content: bytes, export: Export, report: ReadProgress) -> None:
    """Add the records of a document to those of its export.

    Args:
        name: of the document, for messages.
        report: called with (bytes read, bytes in all).

    Raises:
        BadData: `xml_damaged`, `xml_encoding`, `xml_forbidden`, `xml_not_siecle`, `siecle_files_differ`,
            `siecle_files_twice`, `siecle_ids_clash`, `archive_too_big`.
    """
    _read_document(name, partial(_pieces, content), export, len(content), report)


def _first(record: Record, tags: Iterable[str]) -> str:
    return next((record[tag] for tag in tags if record.get(tag)), "")


def _uai_of(written: str) -> str:
    """Return the UAI in the header's text; empty for none."""
    found = _UAI.search("".join(written.replace(":", " : ").split()))
    try:
        return parse_uai(found[0]) if found else ""
    except Refused:
        return ""


def _year_of(written: str) -> int:
    """Return the first year of a school year, from its usual notations; 0 for none."""
    found = _YEAR.fullmatch(written)
    if not found:
        return 0
    first = int(found[1])
    year = first + _FIRST_YEAR if first < _CENTURY else first
    follows = not found[2] or int(found[2]) % _CENTURY == (year + 1) % _CENTURY
    return year if follows and _FIRST_YEAR <= year < _LAST_YEAR else 0


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + _CHUNK] for start in range(0, len(content), _CHUNK))


def _read_document(name: str, pieces: Pieces, export: Export, size: int, report: ReadProgress) -> None:
    handler = _Reader(name, export)
    try:
        reading, remark = reading_of(pieces)
    except Unsure as error:
        raise BadData("xml_letters", where=name) from error
    if remark:
        export.remarks.append(RowProblem(0, "", remark, name))
    parser = safe_parser("UTF-8" if reading else None)
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text
    done = 0
    try:
        for piece in (text.encode() for text in reading.pieces(pieces())) if reading else pieces():
            parser.Parse(piece, False)
            done += len(piece)
            report(done, max(size, done))
        parser.Parse(b"", True)
    except Forbidden as error:
        raise BadData("xml_forbidden", where=name) from error
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = f", ligne {error.lineno}" if isinstance(error, expat.ExpatError) else ""
        raise BadData("xml_damaged", where=name + line) from error


class _Reader:
    """SAX-like handler that collects the needed records; only their direct children are kept."""

    def __init__(self, name: str, export: Export) -> None:
        self._name, self._export = name, export
        self._depth = 0
        self._record: Record | None = None
        self._kind = ""
        self._record_depth = 0
        self._parts: list[str] = []
        self._structure: Record | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._depth and not name.startswith(_ROOT):
            raise BadData("xml_not_siecle", where=self._name)
        self._depth += 1
        self._parts = []
        if self._record is None:
            if name in _RECORDS:
                self._record, self._kind, self._record_depth = dict(attributes), name, self._depth
            elif name == "RESPONSABLES":
                self._export.has_guardians = True
        elif name == "STRUCTURE":
            self._structure = {}

    def text(self, data: str) -> None:
        if self._record is not None:
            self._parts.append(data)

    def end(self, name: str) -> None:
        depth, record = self._depth, self._record
        self._depth -= 1
        if record is None:
            return
        if depth == self._record_depth:
            self._take(record)
            self._record = None
        elif self._structure is not None:
            if name == "STRUCTURE":
                self._take_structure(record, self._structure)
                self._structure = None
            else:
                self._structure[name] = "".join(self._parts).strip()
        elif depth == self._record_depth + 1:
            written = "".join(self._parts).strip()
            if written or name not in record:
                record[name] = written
        self._parts = []

    def _take(self, record: Record) -> None:
        export = self._export
        if self._kind == "PARAMETRES":
            export.take_header(record, self._name)
        elif export.is_copy(self._kind, record, self._name):
            return
        elif self._kind == "ELEVE":
            if len(export.pupils) >= _MOST_PUPILS:
                raise BadData("archive_too_big", where=self._name)
            export.pupils.append(record)
            export.pupils_file = self._name
        elif self._kind == "PERSONNE":
            export.people[record.get("PERSONNE_ID", "")] = record
            export.has_guardians = True
        elif self._kind == "RESPONSABLE_ELEVE":
            export.links[record.get("ELEVE_ID", "")].append(record)

    def _take_structure(self, record: Record, structure: Record) -> None:
        pupil, code = record.get("ELEVE_ID", ""), structure.get("CODE_STRUCTURE", "")
        if structure.get("TYPE_STRUCTURE", "").upper() == _CLASS_TYPE and code:
            self._export.classes.setdefault(pupil, code)


def _number_of(kind: str, record: Record) -> str:
    """Return the id of a pupil or of a person within its export; empty for other records."""
    return record.get(f"{kind}_ID", "") if kind in {"ELEVE", "PERSONNE"} else ""


def _person_of(record: Record) -> PersonKey:
    """Return the folded name and the birth of a pupil or of a person."""
    last = record.get("NOM_DE_FAMILLE") or record.get("NOM", "")
    first = record.get("PRENOM") or record.get("PRENOM1", "")
    return fold(last), fold(first), record.get("DATE_NAISS", "")


def _may_be_one(one: PersonKey, other: PersonKey) -> bool:
    return one[:2] == other[:2] and (one[2] == other[2] or not (one[2] and other[2]))
