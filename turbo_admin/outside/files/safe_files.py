"""Opens archives and XML of unknown origin safely: no entities, no excessive sizes."""

import io
import zipfile
import zlib
from xml.parsers import expat

from turbo_admin.core.errors import BadData

# 100,000 diners with forty columns unpack to about 250 MB.
LARGEST_UNPACKED = 400 * 1024 * 1024
_MOST_MEMBERS = 5_000
_BUFFER = 1 << 18


# Exceptions of malformed numbers and references, and of zipfile on damage and unknown compression methods.
UNREADABLE_PARTS = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
)


class Forbidden(Exception):
    """The file declares a document type, which could define entities; no school software writes one."""


def safe_parser(encoding: str | None = None) -> expat.XMLParserType:
    """Return a parser that refuses document types, hence every entity, before parsing them.

    Args:
        encoding: overrides the declared one; None takes the declared one.
    """
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise Forbidden


def names_in(content: bytes) -> tuple[str, ...]:
    """Return the names of a zip's members, whatever their sizes; none when it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ()


def open_archive(
    content: bytes, name: str, *, damaged: str = "workbook_damaged", too_big: str = "workbook_too_big"
) -> zipfile.ZipFile:
    """Open a zip whose members together stay within a size, before anything is unpacked.

    The sizes are those that the file declares; zipfile never unpacks more of a member than declared.

    Args:
        damaged, too_big: codes of what is refused.

    Raises:
        BadData: `damaged` or `too_big`.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadData(damaged, where=name) from error
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        archive.close()
        raise BadData(too_big, where=name)
    return archive
