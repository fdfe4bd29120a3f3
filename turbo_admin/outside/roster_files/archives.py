"""Extracts the files that may hold lists from a zip.

| in the archive | effect |
| --- | --- |
| `__MACOSX/._x.xml`, `.DS_Store`, `Thumbs.db`, `desktop.ini`, `~$x.xlsx` | ignored |
| folders, names with backslashes, in capitals or of another encoding | make no difference |
| an archive | opened, one level deep |
| the same content twice | read once, with a remark |
| anything else, such as a picture | not read, with a remark |
"""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath

from turbo_admin.core.errors import BadData
from turbo_admin.core.french import NBSP, count
from turbo_admin.outside.files.csv_reader import LARGEST_BYTES, text_rows
from turbo_admin.outside.files.safe_files import UNREADABLE_PARTS, names_in, open_archive
from turbo_admin.outside.roster_files.diner_rows import RowProblem

ZIP = b"PK\x03\x04"
_LISTS = frozenset({".xml", ".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods"})
_TEXTS = frozenset({".txt"})
_ARCHIVE = ".zip"
_JUNK = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_JUNK_FOLDER = "__macosx"
# Members by which a zip is recognised as a document: Excel, Word, LibreOffice, Numbers.
_OF_DOCUMENTS = frozenset({"[content_types].xml", "meta-inf/manifest.xml", "index.zip", "index/document.iwa"})
_UTF8_NAME, _ENCRYPTED = 0x800, 1


@dataclass
class Unpacked:
    """Content of an archive.

    Attributes:
        files: (name, content) of the files that may hold lists.
        remarks: remarks on the others: the first of each kind by name, the rest counted.
        has_archives: whether an archive within an archive holds another one, which was not opened.
    """

    files: list[tuple[str, bytes]] = field(default_factory=list)
    remarks: list[RowProblem] = field(default_factory=list)
    has_archives: bool = False
    _size: int = 0
    _told: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def keep(self, name: str, content: bytes) -> None:
        """Add a file, unless its content was added before."""
        same = next((known for known, held in self.files if held == content), "")
        if same:
            self.add_remark(
                name,
                f"Ce fichier est une copie de «{NBSP}{same}{NBSP}»{NBSP}: il n’est lu qu’une fois.",
                _COPIES,
            )
        else:
            self.files.append((name, content))

    def add_remark(self, name: str, text: str, more: str) -> None:
        """Add a remark on a file.

        Args:
            more: text for further files of the kind, with their number as `{}`.
        """
        self._told[more] += 1
        if self._told[more] <= _MOST_TOLD:
            self.remarks.append(RowProblem(0, "", text, name))

    def tell_rest(self, name: str) -> None:
        """Add the remarks that count further files.

        Args:
            name: of the archive.
        """
        for more, seen in self._told.items():
            if seen > _MOST_TOLD:
                self.remarks.append(
                    RowProblem(
                        0, "", more.format(count(seen - _MOST_TOLD, "autre fichier", "autres fichiers")), name
                    )
                )

    def weigh(self, size: int, name: str) -> None:
        """Add to the unpacked size.

        Raises:
            BadData: `archive_too_big`.
        """
        self._size += size
        if self._size > LARGEST_BYTES:
            raise BadData("archive_too_big", where=name)


def is_archive(content: bytes) -> bool:
    """Whether a content is a zip of files, and no document."""
    if not content.startswith(ZIP):
        return False
    names = {_slashed(name).lower() for name in names_in(content)}
    return (
        bool(names)
        and _OF_DOCUMENTS.isdisjoint(names)
        and not any(name.endswith("workbook.xml") for name in names)
    )


def unpack(name: str, content: bytes) -> Unpacked:
    """Return the files of an archive that may hold lists.

    Raises:
        BadData: `archive_damaged`, `archive_without_list`, `archive_too_deep`, `archive_too_big` or `archive_protected`.
    """
    found = Unpacked()
    texts: list[tuple[str, bytes]] = []
    for label, kind, member in _members(name, content, found, is_inner=False):
        if kind in _TEXTS:
            texts.append((label, member))
        else:
            found.keep(label, member)
    for label, member in texts:
        if found.files:
            found.add_remark(label, _NOT_READ, _OTHERS)
        elif _is_table(member, label):
            found.keep(label, member)
    if not found.files:
        if found.has_archives:
            raise BadData("archive_too_deep", where=name)
        names = names_in(content)
        raise BadData("archive_without_list" if names else "archive_damaged", where=name)
    found.tell_rest(name)
    return found


def _is_table(content: bytes, name: str) -> bool:
    """Whether a text has rows of two cells or more, unlike a « lisez-moi »."""
    try:
        rows = list(islice(text_rows(content, name), _FIRST_ROWS))
    except BadData:
        # Reported when it is read.
        return True
    widths = [len(row.cells) for row in rows]
    return any(width > 1 and widths.count(width) > 1 for width in widths)


_MOST_TOLD, _FIRST_ROWS = 5, 50
_NOT_READ = f"Ce fichier n’a pas été lu{NBSP}: ce n’est pas une liste."
_TOO_DEEP = f"Cette archive n’a pas été ouverte{NBSP}: elle est dans une archive d’une archive."
_COPIES = f"De même pour {{}} de cette archive{NBSP}: des copies de fichiers lus."
_OTHERS = "De même pour {} de cette archive."


def _members(
    name: str, content: bytes, found: Unpacked, *, is_inner: bool
) -> Iterator[tuple[str, str, bytes]]:
    """Yield (name, ending, content) of each file that may hold a list, those of an archive within too."""
    with open_archive(content, name, damaged="archive_damaged", too_big="archive_too_big") as archive:
        for member in archive.infolist():
            path = PurePosixPath(_name_of(member))
            label, kind = f"{name} › {path}", path.suffix.lower()
            if _is_junk(member, path):
                continue
            if kind not in _LISTS | _TEXTS | {_ARCHIVE}:
                found.add_remark(label, _NOT_READ, _OTHERS)
                continue
            if member.flag_bits & _ENCRYPTED:
                raise BadData("archive_protected", where=name)
            found.weigh(member.file_size, name)
            inner = _read(archive, member, name)
            if kind != _ARCHIVE:
                yield label, kind, inner
            elif is_inner:
                found.has_archives = True
                found.add_remark(label, _TOO_DEEP, _OTHERS)
            else:
                yield from _members(label, inner, found, is_inner=True)


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    try:
        return archive.read(member)
    except UNREADABLE_PARTS as error:
        raise BadData("archive_damaged", where=name) from error


def _is_junk(member: zipfile.ZipInfo, path: PurePosixPath) -> bool:
    """Whether a member is a system's own file, such as .DS_Store."""
    return (
        member.is_dir()
        or not path.name
        or path.name.startswith(("._", "~$"))
        or path.name.lower() in _JUNK
        or _JUNK_FOLDER in {part.lower() for part in path.parts}
    )


def _name_of(member: zipfile.ZipInfo) -> str:
    """Return a member's name; old programs write it in cp437 or cp850, or in UTF-8 without the flag."""
    name = _slashed(member.orig_filename)
    if member.flag_bits & _UTF8_NAME or name.isascii():
        return name
    written = name.encode("cp437", "replace")
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("cp850")


def _slashed(name: str) -> str:
    return name.replace("\\", "/").rstrip("\0")
