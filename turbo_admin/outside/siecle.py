"""Pupils and their guardians' addresses from SIECLE's XML exports: élèves, responsables, structures; zipped or not.

The files of one export belong together and are joined by ids that mean nothing in the next one. They come from a
secretariat and are untrusted: no document type, hence no entity; capped before they are unpacked; read as a stream.
"""

import codecs
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from xml.parsers import expat

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import BadData, Refused
from turbo_admin.core.french import NBSP, full_name
from turbo_admin.core.regimes import read_regime
from turbo_admin.core.roster.addresses import read_addresses
from turbo_admin.core.uai import parse_uai
from turbo_admin.outside.diner_cells import bad_address, day_of, text_of, wrong_name
from turbo_admin.outside.diner_columns import Field
from turbo_admin.outside.diner_rows import PUPIL, DinerRow, RowProblem, name_key, used_beside
from turbo_admin.outside.encodings import Reading, Unsure, has_controls, judge_text, judge_words, words_of
from turbo_admin.outside.gathered import Gathered
from turbo_admin.outside.safe_files import Forbidden, names_in, open_archive, safe_parser
from turbo_admin.outside.textfiles import UTF16_MARKS

Report = Callable[[int, int], None]
Record = dict[str, str]

# Gives the pieces of a document, from its beginning each time.
Pieces = Callable[[], Iterable[bytes]]

_CHUNK = 1 << 18
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ZIP = b"PK\x03\x04"
# What only Excel's workbooks have, and LibreOffice's.
_OTHERS = frozenset({"[Content_Types].xml", "META-INF/manifest.xml"})
_ROOT = "BEE_"
_MOST_PUPILS = 50_000
# Beyond these a document's encoding is known, and a piece without a tag is no document of SIECLE's.
_MOST_WORDS, _LONGEST_WORD = 100_000, 10_000
_LONGEST_CLASS = 40
_CLASS_TYPE = "D"
# Whose children are kept, and under which name of the record their id stands.
_RECORDS = frozenset({"PARAMETRES", "ELEVE", "STRUCTURES_ELEVE", "PERSONNE", "RESPONSABLE_ELEVE"})
_TITLES = {Field.INE: "ID_NATIONAL", Field.ELENOET: "ELENOET", Field.BIRTH: "DATE_NAISS", Field.EMAIL: "MEL"}
_TRUE = frozenset({"1", "true", "vrai", "o", "oui"})
# Levels of responsibility: 1 legal guardian, 2 in charge of the pupil, 3 somebody to call, who is no guardian.
_GUARDIANS = frozenset({"1", "2"})


@dataclass(frozen=True, slots=True)
class SiecleRead:
    """What a set of files holds.

    Attributes:
        rows: the pupils in the order of the file.
        uai, year: of the export, `2026` for 2026-2027; empty and 0 when the files do not say.
        has_classes, has_guardians: whether the files tell them at all.
    """

    rows: tuple[DinerRow, ...]
    problems: tuple[RowProblem, ...]
    uai: str
    year: int
    has_classes: bool
    has_guardians: bool


@dataclass
class _Export:
    """What the files said so far."""

    uai: str = ""
    year: str = ""
    told_by: str = ""
    pupils_file: str = ""
    pupils: list[Record] = field(default_factory=list)
    classes: dict[str, str] = field(default_factory=dict)
    people: dict[str, Record] = field(default_factory=dict)
    links: defaultdict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    has_guardians: bool = False
    remarks: list[RowProblem] = field(default_factory=list)


def is_siecle(content: bytes) -> bool:
    """Whether a file looks like one of SIECLE's: XML, or a zip of XML files."""
    if content.startswith(_ZIP):
        names = names_in(content)
        return _OTHERS.isdisjoint(names) and any(name.lower().endswith(".xml") for name in names)
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_siecle(files: Sequence[tuple[str, bytes]], today: date, report: Report) -> SiecleRead:
    """Read the pupils of one export.

    Args:
        files: (name, content); in any order, each XML or a zip of XML files.
        today: a pupil whose leaving day is later has not left.
        report: called with (bytes read, bytes in all of the current file).

    Raises:
        BadData: `xml_damaged`, `xml_letters`, `xml_forbidden`, `xml_not_siecle`, `archive_damaged`, `archive_too_big`,
            `archive_protected`, `siecle_files_differ`, `siecle_no_pupils`, `file_too_big`.
    """
    export = _Export()
    for name, content in files:
        for member, pieces in _documents(name, content):
            _read_document(member, pieces, export, len(content), report)
    if not export.pupils:
        raise BadData("siecle_no_pupils", where=", ".join(name for name, _ in files))
    gathered = Gathered(export.pupils_file, unit="élève", titles=_TITLES)
    addresses = _Addresses(export, gathered)
    for number, pupil in enumerate(export.pupils, 1):
        row = _pupil(number, pupil, export, addresses, today)
        if row is not None:
            gathered.keep(row)
    gathered.settle()
    return SiecleRead(
        rows=tuple(gathered.rows.values()),
        problems=tuple(_remarks(export) + gathered.problems),
        uai=export.uai,
        year=int(export.year) if export.year.isdecimal() else 0,
        has_classes=bool(export.classes),
        has_guardians=export.has_guardians,
    )


def _documents(name: str, content: bytes) -> Iterator[tuple[str, Pieces]]:
    """Yield the XML documents of a file, each as pieces."""
    if not content.startswith(_ZIP):
        yield name, lambda: (content[start : start + _CHUNK] for start in range(0, len(content), _CHUNK))
        return
    with open_archive(content, name, damaged="archive_damaged", too_big="archive_too_big") as archive:
        members = [one for one in archive.infolist() if one.filename.lower().endswith(".xml")]
        for member in members:
            if member.flag_bits & 1:
                raise BadData("archive_protected", where=name)
            yield f"{name} › {member.filename}", partial(_pieces, archive, member, name)


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    try:
        with archive.open(member) as stream:
            while piece := stream.read(_CHUNK):
                yield piece
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise BadData("archive_damaged", where=name) from error


def _reading(pieces: Pieces) -> tuple[str, Reading | None]:
    """Return the encoding that a document declares, and the one in which it has to be read if that is another.

    No French text in a Western encoding is strict UTF-8 by chance: « é » would have to stand as « Ã© » throughout.

    Raises:
        Unsure: as `encodings.judge_words` and `judge_text`.
    """
    words: set[bytes] = set()
    declared, rest = "", None
    for piece in pieces():
        if rest is None:
            found = _DECLARED.match(piece.removeprefix(codecs.BOM_UTF8))
            declared, rest = found[1].decode() if found else "", b""
        if len(words) > _MOST_WORDS or piece.startswith(UTF16_MARKS):
            break
        # A word at the border of two pieces is looked at with the second one.
        held = rest + piece
        end = held.rfind(b"<") + 1
        words.update(words_of(held[:end]))
        rest = held[end:][-_LONGEST_WORD:]
    if not words:
        return declared, None
    is_named = declared.upper() in {"", "UTF-8", "UTF8"}
    try:
        reading = judge_text("\n".join(word.decode("utf-8") for word in words))
    except UnicodeDecodeError:
        if is_named or not any(map(has_controls, words)):
            return declared, None
        return declared, judge_words(words, declared.lower())
    return declared, None if is_named and not reading.undone else reading


def _read_document(name: str, pieces: Pieces, export: _Export, size: int, report: Report) -> None:
    handler = _Reader(name, export)
    try:
        declared, reading = _reading(pieces)
    except Unsure as error:
        raise BadData("xml_letters", where=name) from error
    if reading and (remark := reading.remark or _wrongly_declared(declared, reading)):
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


def _wrongly_declared(declared: str, reading: Reading) -> str:
    if reading.codec != "utf-8":
        return ""
    return f"Ce fichier annonce le codage {declared}, mais il est écrit en UTF-8{NBSP}: il a été lu en UTF-8."


class _Reader:
    """Takes the records that matter out of one document; what is deeper than their own children is left out."""

    def __init__(self, name: str, export: _Export) -> None:
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
            self._take_header(record)
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

    def _take_header(self, record: Record) -> None:
        """Check that all files are of one school and one year."""
        export = self._export
        try:
            uai = parse_uai(record.get("UAJ", ""))
        except Refused:
            uai = ""
        for name, told in (("uai", uai), ("year", record.get("ANNEE_SCOLAIRE", ""))):
            known = getattr(export, name)
            if told and known and told != known:
                raise BadData(
                    "siecle_files_differ", where=self._name, this=told, other=known, file=export.told_by
                )
            if told:
                setattr(export, name, told)
                export.told_by = self._name


class _Addresses:
    """The e-mails of a pupil's guardians, who pays first; an address that is none is told once."""

    def __init__(self, export: _Export, gathered: Gathered) -> None:
        self._export, self.gathered = export, gathered
        self._told: set[str] = set()

    def of(self, number: int, pupil: Record) -> tuple[str, ...]:
        """Return the addresses of a pupil, each once: the guardians', then the pupil's own."""
        links = sorted(filter(_is_guardian, self._export.links.get(pupil.get("ELEVE_ID", ""), ())), key=_rank)
        people = (self._export.people.get(link.get("PERSONNE_ID", ""), {}) for link in links)
        found: dict[str, str] = {}
        for typed in (*(person.get("MEL", "") for person in people), pupil.get("MEL", "")):
            cell = read_addresses(typed)
            for address in cell.found:
                found.setdefault(email_key(address), address)
            for one in cell.unread:
                self._tell(number, one)
        return tuple(found.values())

    def _tell(self, number: int, typed: str) -> None:
        if typed not in self._told:
            self._told.add(typed)
            self.gathered.problem(number, _TITLES[Field.EMAIL], bad_address(typed))


def _is_guardian(link: Record) -> bool:
    return _pays(link) or link.get("NIVEAU_RESPONSABILITE", link.get("RESP_LEGAL", "")) in _GUARDIANS


def _pays(link: Record) -> bool:
    return link.get("PAIE_FRAIS_SCOLAIRES", link.get("RESP_FINANCIER", "")).lower() in _TRUE


def _rank(link: Record) -> tuple[bool, str]:
    return not _pays(link), link.get("NIVEAU_RESPONSABILITE", link.get("RESP_LEGAL", "")) or "9"


def _pupil(
    number: int, pupil: Record, export: _Export, addresses: _Addresses, today: date
) -> DinerRow | None:
    last = text_of(pupil.get("NOM_DE_FAMILLE") or pupil.get("NOM") or pupil.get("NOM_USAGE", ""))
    first = text_of(pupil.get("PRENOM") or pupil.get("PRENOM1", ""))
    for name, tag, which in ((last, "NOM_DE_FAMILLE", Field.LAST), (first, "PRENOM", Field.FIRST)):
        if wrong := wrong_name(which, name):
            who = full_name(last, first)[:_LONGEST_CLASS] or "(sans nom)"
            addresses.gathered.problem(
                number, tag, f"{wrong}{NBSP}: cet élève est laissé de côté.", skipped=who
            )
            return None
    used = used_beside(last, text_of(pupil.get("NOM_USAGE", "")))
    if used and (wrong := wrong_name(Field.USED, used)):
        addresses.gathered.problem(
            number, "NOM_USAGE", f"{wrong}{NBSP}: l’élève est repris sans nom d’usage."
        )
        used = ""
    left_on = day_of(pupil.get("DATE_SORTIE", ""), today)
    return DinerRow(
        row=number,
        key=name_key(last, first),
        external_id="",
        last_name=last,
        first_name=first,
        class_name=text_of(export.classes.get(pupil.get("ELEVE_ID", ""), ""))[:_LONGEST_CLASS],
        card="",
        kind=PUPIL,
        emails=addresses.of(number, pupil),
        left=left_on is not None and left_on <= today,
        ine=addresses.gathered.ine(number, pupil.get("ID_NATIONAL", ""), "l’élève est repris sans lui."),
        elenoet=text_of(pupil.get("ELENOET", ""))[:_LONGEST_CLASS],
        birth=addresses.gathered.birth(number, pupil.get("DATE_NAISS", ""), today),
        regime=read_regime(pupil.get("CODE_REGIME") or pupil.get("CODE_REGIME2", "")),
        used_name=used,
    )


def _remarks(export: _Export) -> list[RowProblem]:
    """Say what the files tell wrongly, or not at all."""
    remarks = list(export.remarks)
    if not export.classes:
        text = (
            "Ces fichiers ne disent pas les classes (partie STRUCTURES)"
            f"{NBSP}: celles qui sont déjà connues sont gardées."
        )
        remarks.append(RowProblem(0, "", text, export.pupils_file))
    if not export.has_guardians:
        text = (
            "Le fichier des responsables n’est pas joint"
            f"{NBSP}: les adresses e-mail déjà connues sont gardées."
        )
        remarks.append(RowProblem(0, "", text, export.pupils_file))
    return remarks
