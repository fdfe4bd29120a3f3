"""Checks the parts of an Excel workbook that hold lists, and repacks them for python-calamine.

Parts are found by their relationships, whatever their names.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from turbo_admin.core.errors import BadData
from turbo_admin.outside.files.progress import ReadProgress
from turbo_admin.outside.files.safe_files import UNREADABLE_PARTS, Forbidden, open_archive, safe_parser
from turbo_admin.outside.files.sheet_text import SheetText

_CHUNK = 1 << 20
# Bytes; real rows take a few kilobytes.
_LONGEST_ROW, _NO_ROW = 1 << 24, 5
_MAIN, _OPEN_DOCUMENT, _ROOT = "xl/workbook.xml", "content.xml", "_rels/.rels"
_SHEET = re.compile(rb"<((?:[\w.-]+:)?)worksheet[\s>].*<\1sheetData[\s>]", re.DOTALL)
_LONGEST_END = 1 << 16
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|\x00")


@dataclass(frozen=True, slots=True)
class Package:
    """A repacked workbook.

    Attributes:
        content: a zip with nothing in it but sheets, strings and styles.
        is_cut: whether a sheet has values beyond the last column that is read.
    """

    content: io.BytesIO
    is_cut: bool


def pack(content: bytes, name: str, report: ReadProgress, *, is_head: bool = False) -> Package:
    """Check and repack the parts of a workbook.

    Args:
        name: of the file, for messages.
        is_head: whether to keep only the first rows of each sheet.
        report: called with (bytes read, bytes in all).

    Raises:
        BadData: `workbook_damaged`, `workbook_ods` or `workbook_too_big`.
    """
    with open_archive(content, name) as archive:
        try:
            return _Packer(archive, name, report, is_head).pack()
        except (expat.ExpatError, Forbidden, *UNREADABLE_PARTS) as error:
            raise BadData("workbook_damaged", where=name) from error
        except MemoryError as error:
            raise BadData("workbook_too_big", where=name) from error


class _Packer:
    """Copies the parts of one archive."""

    def __init__(self, archive: zipfile.ZipFile, name: str, report: ReadProgress, is_head: bool) -> None:
        self._archive, self._name, self._report, self._is_head = archive, name, report, is_head
        self._parts = {_plain(one.orig_filename): one for one in archive.infolist()}
        self._done = 0
        self._total = sum(one.file_size for one in archive.infolist())

    def pack(self) -> Package:
        """Return an archive with only the needed parts."""
        main = self._main()
        links = self._links(main)
        target, is_cut = io.BytesIO(), False
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as out:
            self._copy(main, out, _MAIN)
            for number, link in enumerate(links, 1):
                if link.part not in self._parts:
                    continue
                if link.kind == "worksheet":
                    sheet = SheetText(self._name)
                    self._copy(link.part, out, f"xl/{link.packed_path(number)}", sheet)
                    is_cut = is_cut or sheet.is_cut
                elif link.kind in ("sharedStrings", "styles"):
                    self._copy(link.part, out, f"xl/{link.packed_path(number)}")
            targets = ((link.id, link.kind, link.packed_path(number)) for number, link in enumerate(links, 1))
            out.writestr("xl/_rels/workbook.xml.rels", _relationships(targets))
            out.writestr(_ROOT, _relationships([("rId1", "officeDocument", _MAIN)]))
        target.seek(0)
        return Package(target, is_cut)

    def _main(self) -> str:
        """Return the path of the workbook's main part."""
        links = self._read_links(_ROOT, "")
        found = [link.part for link in links if link.kind == "officeDocument"]
        found += [_MAIN, *(part for part in self._parts if part.endswith("workbook.xml"))]
        main = next((part for part in found if part in self._parts), "")
        if not main:
            code = "workbook_ods" if _OPEN_DOCUMENT in self._parts else "workbook_damaged"
            raise BadData(code, where=self._name)
        return main

    def _links(self, main: str) -> list["_Link"]:
        folder, _, file = main.rpartition("/")
        return self._read_links(f"{folder}/_rels/{file}.rels".lstrip("/"), folder)

    def _read_links(self, part: str, folder: str) -> list["_Link"]:
        """Parse a relationships part; an absent one is empty."""
        found: list[_Link] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = _plain(
                    posixpath.normpath(posixpath.join("/", folder, _slashed(attributes.get("Target", ""))))
                )
                found.append(_Link(attributes.get("Id", ""), kind, target))

        if part in self._parts:
            parser = safe_parser()
            parser.StartElementHandler = start
            for piece in self._pieces(part):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        return found

    def _copy(self, part: str, out: zipfile.ZipFile, name: str, sheet: SheetText | None = None) -> None:
        with out.open(name, "w", force_zip64=True) as stream:
            pieces = self._pieces(part)
            for piece in _by_rows(pieces) if sheet else pieces:
                stream.write(sheet.checked(piece) if sheet else piece)
                if sheet and self._is_head and (end := _end_of_sheet(piece)):
                    stream.write(end)
                    break

    def _pieces(self, part: str) -> Iterator[bytes]:
        """Yield the content of a part.

        Raises:
            Forbidden: it declares entities, or is not in UTF-8.
        """
        rest = b""
        with self._archive.open(self._parts[part]) as stream:
            while piece := stream.read(_CHUNK):
                if _DOCTYPE.search(rest + piece):
                    raise Forbidden
                rest = piece[-10:]
                yield piece
                self._done += len(piece)
                self._report(self._done, self._total)


@dataclass(frozen=True, slots=True)
class _Link:
    """A relationship: its id, the last word of its type, and its part."""

    id: str
    kind: str
    part: str

    def packed_path(self, number: int) -> str:
        """Return the part's path in the repacked archive, as calamine expects it."""
        fixed = {"sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
        return fixed.get(self.kind, f"{self.kind}s/sheet{number}.xml")


def _relationships(links: Iterable[tuple[str, str, str]]) -> str:
    """Write (id, last word of the type, target) as a part of relationships."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rows = (
        f"<Relationship Id={quoteattr(link)} Type={quoteattr(space + kind)} Target={quoteattr(target)}/>"
        for link, kind, target in links
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(rows)}</Relationships>"
    )


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def _plain(name: str) -> str:
    """Return the normalised path of a part: slashes, lower case."""
    return _slashed(name).lstrip("/").lower()


def _end_of_sheet(piece: bytes) -> bytes:
    """Return the end tags for a sheet cut after its first piece; empty when it is complete or not a sheet."""
    begun = _SHEET.search(piece)
    if not begun or b"sheetData>" in piece[-_LONGEST_END:] or not piece.endswith(b"row>"):
        return b""
    return b"</%bsheetData></%bworksheet>" % (begun[1], begun[1])


def _by_rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Regroup pieces so that each ends between two rows.

    Raises:
        MemoryError: a row is longer than `_LONGEST_ROW`.
    """
    held = b""
    for piece in pieces:
        held += piece
        end = max(held.rfind(b"</row>") + 6, held.rfind(b":row>") + 5)
        if end > _NO_ROW:
            yield held[:end]
            held = held[end:]
        elif len(held) > _LONGEST_ROW:
            raise MemoryError
    yield held
