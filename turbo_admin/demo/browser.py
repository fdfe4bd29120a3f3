"""A person's browser, as far as plain HTML forms need one: pages, links, forms, cookies."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import requests

_TIMEOUT_SECONDS = 30.0
_UNSEEN = frozenset({"script", "style", "template", "title", "head"})
_BLOCKS = frozenset(
    {"p", "div", "li", "h1", "h2", "h3", "tr", "section", "article", "label", "dt", "dd", "br", "form"}
)


@dataclass(slots=True)
class FormField:
    """A field of a form.

    Attributes:
        kind: the `type` of an input, or `select`, `textarea`.
        value: what a browser would send untouched; None sends nothing (an unticked box).
    """

    name: str
    kind: str
    value: str | None
    autocomplete: str = ""


@dataclass(slots=True)
class Form:
    """A form of a page."""

    action: str
    method: str
    fields: list[FormField] = field(default_factory=list)

    def has(self, *names: str) -> bool:
        """Whether it holds all these fields."""
        return set(names) <= {one.name for one in self.fields}

    def passwords(self) -> list[str]:
        """The names of the fields for a new password, its repetition included."""
        fresh = [one.name for one in self.fields if one.autocomplete == "new-password"]
        return fresh or [one.name for one in self.fields if one.kind == "password"]


@dataclass(frozen=True, slots=True)
class WebPage:
    """What the browser shows.

    Attributes:
        url: after redirections.
        text: what a person reads, a line a block.
        links: absolute addresses.
    """

    status: int
    url: str
    title: str
    text: str
    forms: tuple[Form, ...]
    links: tuple[str, ...]

    @property
    def path(self) -> str:
        """The address without its server."""
        return urlsplit(self.url).path

    def form(self, *names: str) -> Form:
        """Return the first form that has these fields.

        Raises:
            LookupError: there is none; says which page this is.
        """
        for form in self.forms:
            if form.has(*names):
                return form
        raise LookupError(f"no form with {names} on {self.title!r} ({self.status})")


class Browser:
    """Opens pages and sends forms; keeps cookies until closed.

    Attributes:
        page: the one shown now; None before the first.
    """

    def __init__(self) -> None:
        self.page: WebPage | None = None
        self._session = requests.Session()
        # The portal of a demo or a test is on this machine: no proxy, no saved password.
        self._session.trust_env = False
        self._session.headers["User-Agent"] = "Mozilla/5.0 (demo)"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget the cookies and close the connections."""
        self._session.close()

    def open(self, url: str) -> WebPage:
        """Open an address, redirections followed."""
        return self._show(self._session.get(url, timeout=_TIMEOUT_SECONDS))

    def send(self, form: Form, **values: str) -> WebPage:
        """Fill a form of the page in and press its button; untouched fields go as they stand."""
        data = {one.name: one.value for one in form.fields if one.value is not None} | values
        url = urljoin(self.page.url if self.page else "", form.action)
        if form.method == "get":
            return self._show(self._session.get(url, params=data, timeout=_TIMEOUT_SECONDS))
        parts = urlsplit(url)
        headers = {"Origin": f"{parts.scheme}://{parts.netloc}", "Sec-Fetch-Site": "same-origin"}
        return self._show(self._session.post(url, data=data, headers=headers, timeout=_TIMEOUT_SECONDS))

    def _show(self, response: requests.Response) -> WebPage:
        reader = _Reader(response.url)
        reader.feed(response.content.decode(response.encoding or "utf-8", "replace"))
        reader.close()
        self.page = reader.page(response.status_code)
        return self.page


class _Reader(HTMLParser):
    """Reads a page as a browser without a screen would."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self._url = url
        self._open: list[str] = []
        self._title: list[str] = []
        self._text: list[str] = []
        self._forms: list[Form] = []
        self._links: list[str] = []
        self._form: Form | None = None
        self._select: FormField | None = None
        self._textarea: FormField | None = None

    def page(self, status: int) -> WebPage:
        """Return what was read."""
        lines = (" ".join(line.split(" ")).strip() for line in "".join(self._text).splitlines())
        text = "\n".join(line for line in lines if line)
        title = "".join(self._title).strip()
        return WebPage(status, self._url, title, text, tuple(self._forms), tuple(self._links))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag opens."""
        values = {name: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._open.append(tag)
        if tag in _BLOCKS:
            self._text.append("\n")
        if tag == "a" and "href" in values:
            self._links.append(urljoin(self._url, values["href"]))
        elif tag == "form":
            self._form = Form(values.get("action", ""), values.get("method", "get").lower())
            self._forms.append(self._form)
        elif self._form is not None:
            self._note_field(self._form, tag, values, ticked="checked" in values or "selected" in values)

    def _note_field(self, form: Form, tag: str, values: dict[str, str], *, ticked: bool) -> None:
        if tag == "option" and self._select is not None:
            if ticked or self._select.value is None:
                self._select.value = values.get("value", "")
            return
        name, kind = values.get("name", ""), values.get("type", "text").lower() if tag == "input" else tag
        if tag not in {"input", "select", "textarea", "button"} or not name or "disabled" in values:
            return
        value: str | None = values.get("value", "")
        if kind in {"checkbox", "radio"}:
            value = (values.get("value") or "on") if ticked else None
        found = FormField(name, kind, None if tag == "select" else value, values.get("autocomplete", ""))
        form.fields.append(found)
        self._select = found if tag == "select" else self._select
        self._textarea = found if tag == "textarea" else None

    def handle_endtag(self, tag: str) -> None:
        """Note what a tag closes."""
        if self._open and self._open[-1] == tag:
            self._open.pop()
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None
        if tag in _BLOCKS:
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep what a person reads."""
        if "title" in self._open:
            self._title.append(data)
        elif self._textarea is not None:
            self._textarea.value = (self._textarea.value or "") + data
        elif not set(self._open) & {"script", "style", "template"}:
            # Blanks of the source are one blank; a no-break space is the writer's and stays.
            self._text.append(" ".join(data.replace("\n", " ").replace("\t", " ").split(" ")))
