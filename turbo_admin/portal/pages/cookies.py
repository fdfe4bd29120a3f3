"""Cookies of one request: those that the browser sent, and the Set-Cookie headers of the answer."""

import base64
import re
from collections.abc import Mapping

import msgspec

from turbo_admin.portal.base.csrf import Csrf
from turbo_admin.portal.base.device_marks import DeviceMark
from turbo_admin.portal.base.page_texts import NOTICES

_UAI = re.compile(r"[0-9]{7}[A-Z]", re.ASCII)
# Values that need no quoting: tokens, signatures, keys of notices.
_PLAIN = re.compile(r"[A-Za-z0-9_.-]*", re.ASCII)
_DEVICE_DAYS = 180
_DAY = 86_400
# As long as a redirection takes, with a slow link.
_NOTICE_SECONDS = 120
# What was typed is kept for as long as signing in again, or correcting an address, may take.
_RESUME_SECONDS = 12 * 3_600
_TYPED_SECONDS, _LONGEST_TYPED = 600, 3_000
# Other schools beyond these are ignored: each costs two queries.
MOST_SCHOOLS = 4


def cookie_name(name: str, *, secure: bool) -> str:
    """Return the cookie's full name. Over https, browsers refuse a `__Host-` cookie set by another host or over http."""
    return f"__Host-{name}" if secure else name


class VisitCookies:
    """Reads the cookies sent, and collects those to set.

    Args:
        sent: by the browser, under their whole names.
        uai: of the school visited.
        secure: whether the site is https.

    Attributes:
        lines: the headers of those that the browser is given.
    """

    def __init__(
        self, sent: Mapping[str, str], uai: str, *, secure: bool, csrf: Csrf, device: DeviceMark
    ) -> None:
        self._sent, self._uai, self._secure = sent, uai, secure
        self._csrf, self._device = csrf, device
        self._for_forms = ""
        self.lines: list[str] = []

    def session(self) -> str:
        """Return the token of the session at this school, valid or not; empty for none."""
        return self._value(f"session-{self._uai}")

    def other_sessions(self) -> list[tuple[str, str]]:
        """Return (UAI, token) of the sessions that this browser sent for other schools, valid or not."""
        beginning = cookie_name("session-", secure=self._secure)
        found = {
            uai: token
            for name, token in self._sent.items()
            if name.startswith(beginning)
            and _UAI.fullmatch(uai := name.removeprefix(beginning))
            and uai != self._uai
        }
        return sorted(found.items())[:MOST_SCHOOLS]

    def keep_session(self, token: str, uai: str = "") -> None:
        """Set the session cookie; an empty token deletes it.

        Args:
            uai: of another school than this one.
        """
        self._give(f"session-{uai or self._uai}", token, None if token else 0)

    def keep_resume_mark(self, mark: str) -> None:
        """Set the mark by which a choice of password is resumed; it outlives the browser session, and opens nothing alone."""
        self._give(f"reprise-{self._uai}", mark, _RESUME_SECONDS)

    def resume_mark(self) -> str:
        """Return that mark, empty for none."""
        return self._value(f"reprise-{self._uai}")

    def mark_device(self, account_id: str) -> None:
        """Set the signed cookie of a device that has signed in."""
        self._give(f"appareil-{self._uai}", self._device.new(self._uai, account_id), _DEVICE_DAYS * _DAY)

    def knows_device(self, account_id: str) -> bool:
        """Whether this browser has signed in to that account before."""
        return self._device.is_of(self._value(f"appareil-{self._uai}"), self._uai, account_id)

    def notify(self, notice: str) -> None:
        """Show, on the next page, a notice of `page_texts.NOTICES`, once."""
        self._give(f"avis-{self._uai}", notice, _NOTICE_SECONDS)

    def notice(self) -> str:
        """Return the notice that the next page shows; empty for none."""
        notice = self._value(f"avis-{self._uai}")
        # A visitor may write any value: only known keys are shown.
        return notice if notice in NOTICES else ""

    def take_notice(self) -> str:
        """Return the notice that this page shows, and delete its cookie; empty for none."""
        notice = self.notice()
        if not notice:
            return ""
        self._give(f"avis-{self._uai}", "", 0)
        return notice

    def keep_typed(self, page: str, fields: Mapping[str, str]) -> None:
        """Keep what was typed on a page for its next form; nothing secret. What is too long for a cookie is not kept."""
        value = base64.urlsafe_b64encode(msgspec.json.encode((page, fields))).decode().rstrip("=")
        if len(value) <= _LONGEST_TYPED:
            self._give(f"saisie-{self._uai}", value, _TYPED_SECONDS)

    def typed(self, page: str) -> dict[str, str]:
        """Return what was kept of a page; empty for nothing."""
        value = self._value(f"saisie-{self._uai}")[:_LONGEST_TYPED]
        try:
            kept, fields = msgspec.json.decode(
                base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)), type=tuple[str, dict[str, str]]
            )
        # A visitor may write any value.
        except (ValueError, msgspec.MsgspecError):
            return {}
        return fields if kept == page else {}

    def forget_typed(self) -> None:
        """Delete what was kept of a form."""
        if self._value(f"saisie-{self._uai}"):
            self._give(f"saisie-{self._uai}", "", 0)

    def form_token(self) -> str:
        """Return the token of this page's forms; sets the matching cookie if needed."""
        if not self._for_forms:
            present = self._value("csrf")
            # A token is kept while it is valid, so that forms in other tabs stay valid too.
            self._for_forms = present if self._csrf.is_ours(present) else self._csrf.new()
            if self._for_forms != present:
                self._give("csrf", self._for_forms)
        return self._for_forms

    def _value(self, name: str) -> str:
        return self._sent.get(cookie_name(name, secure=self._secure), "")

    # Not Litestar's Cookie, which copies each field: a third of the time of the sign-in page.
    def _give(self, name: str, value: str, max_age: int | None = None) -> None:
        """Set a cookie; without `max_age` it ends with the browser session.

        Raises:
            ValueError: the value would have to be quoted.
        """
        if not _PLAIN.fullmatch(value):
            raise ValueError(name)
        age = "" if max_age is None else f" Max-Age={max_age};"
        secure = " Secure;" if self._secure else ""
        whole = cookie_name(name, secure=self._secure)
        self.lines.append(f"{whole}={value}; HttpOnly;{age} Path=/;{secure} SameSite=lax")
