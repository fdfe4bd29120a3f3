"""What browsers may keep for a year: the style sheet and the drawings, each under a name that holds its own hash."""

import gzip
import hashlib
from dataclasses import dataclass
from importlib import resources

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from turbo_admin.core.colours import DARK, LIGHT, Colours

_TYPES = {"css": "text/css", "svg": "image/svg+xml", "ico": "image/x-icon"}
_CACHE = "public, max-age=31536000, immutable"
_HASH_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Static:
    """A file ready to be sent."""

    body: bytes
    packed: bytes
    media_type: str


class Statics:
    """The files of `portal/static`, read once.

    Attributes:
        files: by their public name, `portal.1a2b3c4d5e6f.css`.
    """

    def __init__(self) -> None:
        self.files: dict[str, Static] = {}
        self._urls: dict[str, str] = {}
        for entry in sorted(resources.files("turbo_admin.portal").joinpath("static").iterdir(), key=str):
            self._add(entry.name, entry.read_bytes())

    def url(self, name: str) -> str:
        """Return the public path of a file by its own name, `portal.css`."""
        return self._urls[name]

    def _add(self, name: str, body: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        if suffix not in _TYPES:
            return
        if suffix == "css":
            body = theme_css().encode() + body
        public = f"{stem}.{hashlib.sha256(body).hexdigest()[:_HASH_LENGTH]}.{suffix}"
        self.files[public] = Static(body, gzip.compress(body, mtime=0), _TYPES[suffix])
        self._urls[name] = f"/static/{public}"


def theme_css() -> str:
    """Return the colours of `core.colours` as CSS variables, light and dark."""
    return f":root{{{_variables(LIGHT)}}}@media(prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}\n"


def _variables(colours: Colours) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours._asdict().items())


@get("/static/{name:str}", sync_to_thread=False)
def send_static(request: Request, name: FromPath[str]) -> Response[bytes]:  # type: ignore[type-arg]
    """Send one of the files; its name changes with its content, so it never goes stale."""
    found: Static | None = request.app.state.site.statics.files.get(name)
    if found is None:
        raise NotFoundException
    headers = {"cache-control": _CACHE, "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(found.packed, media_type=found.media_type, headers=headers)
    return Response(found.body, media_type=found.media_type, headers=headers)
