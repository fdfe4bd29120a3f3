"""The running program's source as a zip, offered to all users as the AGPL asks (section 13)."""

import io
import zipfile
from functools import cache
from importlib import resources
from importlib.abc import Traversable

from litestar import Response, get

_KEPT = (".py", ".html", ".css", ".js", ".svg", ".mako", ".po", ".pot", ".typed")
# The oldest time that a zip can hold; fixed, so that the archive is the same each time.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@get("/code-source.zip", sync_to_thread=True)
def send_source() -> Response[bytes]:
    """Send the source of the version that is running."""
    headers = {"content-disposition": 'attachment; filename="turbo-admin.zip"', "cache-control": "no-cache"}
    return Response(packed_source(), media_type="application/zip", headers=headers)


@cache
def packed_source() -> bytes:
    """Return the package as a zip, the same for the same version; about half a megabyte, made at first use."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, resources.files("turbo_admin"), "turbo_admin")
    return stream.getvalue()


def _add(archive: zipfile.ZipFile, folder: Traversable, name: str) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            _add(archive, entry, f"{name}/{entry.name}")
        elif entry.name.endswith(_KEPT):
            archive.writestr(
                zipfile.ZipInfo(f"{name}/{entry.name}", _EPOCH), entry.read_bytes(), zipfile.ZIP_DEFLATED
            )
