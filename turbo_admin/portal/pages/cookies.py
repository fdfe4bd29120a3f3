"""The cookies of one visit: those that the browser sent, and those that it is given."""

import re
from collections.abc import Mapping

from turbo_admin.portal.base.csrf import Csrf
from turbo_admin.portal.base.device_marks import DeviceMark
from turbo_admin.portal.base.page_texts import NOTICES

_UAI = re.compile(r"[0-9]{7}[A-Z]", re.ASCII)
# What stands in a cookie of ours as it is: tokens, signatures, words of our own.
_PLAIN = re.compile(r"[A-Za-z0-9_.-]*", re.ASCII)
_DEVICE_DAYS = 180
_DAY = 86_400
_NOTICE_SECONDS = 120
# Children in more schools than that are not looked for: each costs two queries.
MOST_SCHOOLS = 4


def cookie_name(name: str, *, secure: bool) -> str:
    """Over https the prefix makes browsers refuse a cookie that another host, or plain http, has set."""
    return f"__Host-{name}" if secure else name


class VisitCookies:
    """Reads cookies and writes them.

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
        """Return the token of the session at this school, in force or not; empty for none."""
        return self._value(f"session-{self._uai}")

    def other_sessions(self) -> list[tuple[str, str]]:
        """Return (UAI, token) of the sessions that this browser says to have at other schools, in force or not."""
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
        """Have the browser hold a session; an empty token lets it go.

        Args:
            uai: of another school than this one.
        """
        self._give(f"session-{uai or self._uai}", token, None if token else 0)

    def mark_device(self, account_id: str) -> None:
        """Have the browser hold the mark of a known device."""
        self._give(f"appareil-{self._uai}", self._device.new(self._uai, account_id), _DEVICE_DAYS * _DAY)

    def knows_device(self, account_id: str) -> bool:
        """Whether this browser has signed in to that account before."""
        return self._device.is_of(self._value(f"appareil-{self._uai}"), self._uai, account_id)

    def notify(self, notice: str) -> None:
        """Have the next page show a notice of `page_texts.NOTICES`, once."""
        self._give(f"avis-{self._uai}", notice, _NOTICE_SECONDS)

    def take_notice(self) -> str:
        """Return the notice that this page is to show, and have the browser forget it; empty for none."""
        notice = self._value(f"avis-{self._uai}")
        if notice not in NOTICES:
            return ""
        self._give(f"avis-{self._uai}", "", 0)
        return notice

    def form_token(self) -> str:
        """Return the token of this page's forms; the browser is given the cookie that goes with it."""
        if not self._for_forms:
            present = self._value("csrf")
            self._for_forms = present if self._csrf.is_ours(present) else self._csrf.new()
            if self._for_forms != present:
                self._give("csrf", self._for_forms)
        return self._for_forms

    def _value(self, name: str) -> str:
        return self._sent.get(cookie_name(name, secure=self._secure), "")

    # Litestar copies each cookie field by field when it is written: a third of the time of the sign-in page.
    def _give(self, name: str, value: str, max_age: int | None = None) -> None:
        """Set a cookie; without an age it goes when the browser is closed.

        Raises:
            ValueError: the value would have to be quoted.
        """
        if not _PLAIN.fullmatch(value):
            raise ValueError(name)
        age = "" if max_age is None else f" Max-Age={max_age};"
        secure = " Secure;" if self._secure else ""
        whole = cookie_name(name, secure=self._secure)
        self.lines.append(f"{whole}={value}; HttpOnly;{age} Path=/;{secure} SameSite=lax")
