"""Recognises files that are not tables by their first bytes, whatever their names."""

import re

from turbo_admin.core.errors import BadData
from turbo_admin.outside.files.safe_files import names_in

_HEAD = 4096
# First bytes -> French for the sentence « Ce fichier est … ».
_NO_TABLES = (
    (b"%PDF", "un document PDF"),
    (b"{\\rtf", "un texte au format RTF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"II*\0", "une image"),
    (b"MM\0*", "une image"),
    (b"BEGIN:VCARD", "un carnet d’adresses (vCard)"),
    (b"SQLite format 3", "une base de données"),
    (b"Rar!", "une archive RAR"),
    (b"7z\xbc\xaf\x27\x1c", "une archive 7-Zip"),
    (b"\x1f\x8b", "une archive gzip"),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A member of the zip -> French for what it is.
_PACKED = (
    ("word/document.xml", "un document Word"),
    ("ppt/presentation.xml", "une présentation PowerPoint"),
)
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!doctype\s+html[^>]*>\s*)*<(?:html|head|body|table|meta|div)\b",
    re.I | re.S,
)
_DOCTYPE = re.compile(rb"\s*<!doctype\s+html", re.I)
_XML_OF_EXCEL = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel\.Sheet")
_MHTML = re.compile(rb"\s*MIME-Version:", re.I)
# Not just « ID; »: a CSV table may begin with « ID;Prénom ».
_SYLK = re.compile(rb"ID;P[^\r\n]*\r?\n[BCFOP];.*\n[ \t]*E\s*\Z", re.S)
_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")


def refuse_others(content: bytes, name: str) -> None:
    """Refuse a file that is neither a table nor an export; the error says what it is.

    Raises:
        BadData: `file_to_convert` for a table in a format that Excel opens; `file_of_numbers` for one of Apple's;
            `file_no_table` for anything else.
    """
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if kind := _table_in_another_format(content, head):
        raise BadData("file_to_convert", where=name, kind=kind)
    if content.startswith(_ZIP):
        names = {part.replace("\\", "/").lower() for part in names_in(content)}
        if any(part.endswith(".iwa") or part == "index.zip" for part in names):
            raise BadData("file_of_numbers", where=name)
        if "xl/workbook.bin" in names:
            raise BadData("file_to_convert", where=name, kind="un classeur Excel binaire (.xlsb)")
        kind = next((kind for part, kind in _PACKED if part in names), "")
    elif content.startswith(_OLE):
        kind = "un document Word" if _WORD_STREAM in content else ""
    else:
        kind = _no_table(content, head)
    if kind:
        raise BadData("file_no_table", where=name, kind=kind)


def _table_in_another_format(content: bytes, head: bytes) -> str:
    if _XML_OF_EXCEL.search(head) and head.lstrip().startswith(b"<"):
        return "un classeur Excel 2003 au format XML"
    if _HTML.match(head) or _DOCTYPE.match(head):
        return "une page web (HTML)"
    if _MHTML.match(head):
        return "une page web (MHTML)"
    return "un tableau au format SYLK" if head.startswith(b"ID;P") and _SYLK.match(content) else ""


def _no_table(content: bytes, head: bytes) -> str:
    found = next((kind for start, kind in _NO_TABLES if head.startswith(start)), "")
    if found:
        return found
    if head[4:12] in {b"ftypheic", b"ftypmif1"} or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "une image"
    is_json = _JSON.match(head) and content.rstrip().endswith((b"}", b"]"))
    return "un fichier de données JSON" if is_json else ""
