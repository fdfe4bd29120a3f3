"""What is said of a file that cannot be read: in the words of what its name says that it is."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outside.test_siecle import TODAY
from tests.siecle_files import zipped
from turbo_admin.core.errors import BadData
from turbo_admin.outside.diner_files import look_at, read_files

EMPTY_ZIP = b"PK\x05\x06" + b"\0" * 18


def ods(path: Path) -> Path:
    """Write what LibreOffice writes, in small."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
    return path


def bomb(path: Path) -> Path:
    """Write an export that would unpack without end."""
    return zipped(path, e=b"<BEE_ELEVES>" + b" " * (401 * 1024 * 1024))


def photos(path: Path) -> Path:
    """Write an archive of something else."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"...")
    return path


@pytest.mark.parametrize(
    ("name", "content", "says", "never"),
    [
        ("h.xlsx", b"", "classeur est vide ou abîmé", "format texte"),
        ("h.XLSX", b"\0" * 4000, "classeur est vide ou abîmé", "format texte"),
        ("h.xlsx", b"\x89PNG\r\n\0\0", "enregistrez-le à nouveau en .xlsx", "format texte"),
        ("h.xlsx", EMPTY_ZIP, "classeur est vide ou abîmé", "format texte"),
        ("h.xlsx", b"PK\x03\x04 not a zip", "classeur est vide ou abîmé", "format texte"),
        ("e.zip", b"", "archive .zip est vide ou abîmée", "classeur"),
        ("e.zip", EMPTY_ZIP, "archive .zip est vide ou abîmée", "classeur"),
        ("e.zip", b"PK\x03\x04 not a zip", "archive .zip est vide ou abîmée", "classeur"),
        ("e.zip", photos, "aucun fichier .xml", "classeur"),
        ("e.zip", bomb, "Cette archive, ou ce fichier XML, contient trop de données", "classeur"),
        ("e.xml", b"", "fichier XML est vide ou abîmé", "tableau"),
        ("e.xml", b"\0" * 4000, "fichier XML est vide ou abîmé", "tableau"),
        ("e.xml", b"ELEVE 1\n", "fichier XML est vide ou abîmé", "titres"),
        ("h.ods", ods, "format .ods (LibreOffice, OpenOffice). Ouvrez-le, enregistrez-le en .xlsx", "SIECLE"),
        ("h.csv", b"", "Ce fichier est vide", "classeur"),
        ("h.csv", b"\x89PNG\r\n\0\0", "format texte", "classeur"),
    ],
)
def test_what_cannot_be_read_is_told_by_what_it_should_be(
    tmp_path: Path, name: str, content: bytes | Callable[[Path], Path], says: str, never: str
) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content(path)
    with pytest.raises(BadData) as refusal:
        read_files([path], TODAY)
    text = str(refusal.value).replace("\u00a0", " ")
    assert text.startswith(f"{name} :")
    assert says in text
    assert never not in text


def test_the_choice_of_columns_says_the_same_of_a_damaged_workbook(tmp_path: Path) -> None:
    path = tmp_path / "h.xlsx"
    path.write_bytes(b"\0" * 4000)
    with pytest.raises(BadData, match="classeur est vide ou abîmé"):
        look_at(path)


@pytest.mark.parametrize("content", [b"", EMPTY_ZIP], ids=["nothing", "an archive of nothing"])
def test_an_archive_named_in_capitals_among_several_files_is_the_one_told_of(
    content: bytes, tmp_path: Path
) -> None:
    good, bad = zipped(tmp_path / "bon.zip", e=b"<BEE_ELEVES/>"), tmp_path / "VIDE.ZIP"
    bad.write_bytes(content)
    with pytest.raises(BadData) as refusal:
        read_files([good, bad], TODAY)
    assert str(refusal.value).startswith("VIDE.ZIP\u00a0: Cette archive")
