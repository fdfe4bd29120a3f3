"""Static files: the style sheet, inlined into each page; images and the script, which browsers may cache for a year.

The style sheet is inlined, so that a slow link waits for one answer; the content security policy allows it by its hash.
The public name of a file holds the hash of its content.
"""

import base64
import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from markupsafe import Markup

from turbo_admin.core.colours import DARK, LIGHT, Colours

_TYPES = {"svg": "image/svg+xml", "ico": "image/x-icon", "js": "text/javascript"}
_CACHE = "public, max-age=31536000, immutable"
_HASH_LENGTH = 12


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file ready to be sent."""

    body: bytes
    packed: bytes
    media_type: str


class StaticFiles:
    """The files of `portal/static`, read at the start.

    Attributes:
        files: by their public name, `logo.1a2b3c4d5e6f.svg`.
        style: the style sheet, to be put in each page as it is.
        style_hash: its source in the content security policy, `sha256-…`.
    """

    def __init__(self) -> None:
        self.files: dict[str, StaticFile] = {}
        self._urls: dict[str, str] = {}
        folder = resources.files("turbo_admin.portal").joinpath("static")
        for entry in sorted(folder.iterdir(), key=str):
            self._add(entry.name, entry.read_bytes())
        sheet = theme_css() + folder.joinpath("portal.css").read_text(encoding="utf-8")
        self.style = Markup(sheet)  # noqa: S704 (our own file)
        self.style_hash = "sha256-" + base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()

    def url(self, name: str) -> str:
        """Return the public path of a file by its own name, `logo.svg`."""
        return self._urls[name]

    def _add(self, name: str, body: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        if suffix not in _TYPES:
            return
        public = f"{stem}.{hashlib.sha256(body).hexdigest()[:_HASH_LENGTH]}.{suffix}"
        # mtime=0: the same bytes in every process.
        self.files[public] = StaticFile(body, gzip.compress(body, mtime=0), _TYPES[suffix])
        self._urls[name] = f"/static/{public}"


@cache
def read_statics() -> StaticFiles:
    """Return the files of `portal/static`, which the sites of one process share."""
    return StaticFiles()


def theme_css() -> str:
    """Return the colours of `core.colours` as CSS variables, light and dark."""
    return f":root{{{_variables(LIGHT)}}}@media(prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}\n"


def _variables(colours: Colours) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours._asdict().items())


@get("/static/{name:str}", sync_to_thread=False)
def send_static(request: Request, name: FromPath[str]) -> Response[bytes]:  # type: ignore[type-arg]
    """Send one of the files; cached for a year, as its name changes with its content."""
    found: StaticFile | None = request.app.state.site.statics.files.get(name)
    if found is None:
        raise NotFoundException
    # A cache in between must not give the compressed file to a browser that cannot read it.
    headers = {"cache-control": _CACHE, "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(found.packed, media_type=found.media_type, headers=headers)
    return Response(found.body, media_type=found.media_type, headers=headers)
