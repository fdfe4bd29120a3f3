"""A hundred mixed requests dealt with by the keyboard alone: real key events to whatever has the focus, all counted.

The hundred are what the demo's families type: 60 without a mistake, then ten kinds of mistakes in turn. The eyes read
what the window shows; the clerk's judgement is what each family meant; the hands press keys, and nothing else.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.office.conftest import Clock, import_people
from tests.office.portal_in_memory import PortalInMemory
from tests.people import MONDAY, SCHOOL_NAME, SITE_CODE, UAI, Person
from turbo_admin.app import Desktop, build
from turbo_admin.core.intake.refusal_texts import FIRST_REASONS
from turbo_admin.demo.families import TypedRequest, make_requests
from turbo_admin.demo.school import InventedDiner, make_roster, of_school
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.intake.lines import RequestLine
from turbo_admin.office.outbox import pairing
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sync import run
from turbo_admin.protocol.events import RequestReceived
from turbo_admin.ui.intake.intake_page import IntakePage
from turbo_admin.ui.intake.refuse import RefuseDialog
from turbo_admin.ui.sheets.sheets_page import SheetsPage

P = TypeVar("P")
REQUESTS, _DINERS = 100, 600
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_STILL, _PATIENCE_SECONDS = 12, 30
_NAMED = {reason.name: reason for reason in FIRST_REASONS}
# By mistake; a request that means nobody gets the first reason.
_REFUSED = {"twice": _NAMED["Demande en double"], "left": _NAMED["Hôte sorti de l’établissement"]}


@dataclass
class Hands:
    """Presses keys, and counts them, Ctrl and Shift too.

    Attributes:
        pressed: how often each key was, for the report.
    """

    desktop: Desktop
    pressed: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All keys pressed so far."""
        return self.pressed.total()

    def press(self, key: Qt.Key | str, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key where the focus is, and wait as somebody does who looks at what happens."""
        if QApplication.activeWindow() is None:
            # What a window manager does when a dialog is gone; there is none without a screen.
            self.desktop.window.activateWindow()
            self.settle()
        where = QApplication.focusWidget()
        assert where is not None, "nothing has the keyboard"
        held = Qt.KeyboardModifier.NoModifier
        for one in modifiers:
            held |= one
            self.pressed[one.name or ""] += 1
        self.pressed[key if isinstance(key, str) else key.name] += 1
        QTest.keyClick(where, key, held)
        self.settle()

    def type(self, text: str) -> None:
        """Type a text."""
        for letter in text:
            self.press(letter)

    def settle(self) -> None:
        """Wait until nothing runs, and what came back is shown."""
        still, until = 0, time.monotonic() + _PATIENCE_SECONDS
        while still < _STILL:
            assert time.monotonic() < until, "the program goes on and on"
            QTest.qWait(1)  # the program's own events are served meanwhile
            still = still + 1 if self.desktop.tasks.is_idle and self._sees_detail() else 0

    def _sees_detail(self) -> bool:
        """Whether the detail is that of the current line, where there is one."""
        navigator = self.desktop.window.navigator
        page = navigator.current if navigator is not None else None
        line = _current(page) if isinstance(page, IntakePage) else None
        shown = page.detail.detail if isinstance(page, IntakePage) else None
        return line is None or (shown is not None and shown.line.id == line.id)


@dataclass(frozen=True)
class Morning:
    """What the clerk comes to.

    Attributes:
        typed: by the request's id; what is meant is the id of a diner, empty for nobody.
    """

    desktop: Desktop
    desk: Desk
    portal: PortalInMemory
    typed: dict[str, TypedRequest]


@contextmanager
def morning(folder: Path) -> Iterator[Morning]:
    """Open the desktop on a hundred requests."""
    portal = PortalInMemory()
    desk = open_desk(
        str(folder / "bureau.db"),
        vault=MemoryVault(),
        now=Clock(),
        connect=portal.client,
        who="claire",
        workstation="PC-claire",
    )
    typed = _ask(desk, portal, folder)
    desktop = build(desk, folder / "ecran.ini")
    desktop.window.resize(1366, 768)
    desktop.window.show()
    desktop.window.activateWindow()
    try:
        yield Morning(desktop, desk, portal, typed)
    finally:
        desktop.close()


def _ask(desk: Desk, portal: PortalInMemory, folder: Path) -> dict[str, TypedRequest]:
    invented = of_school(make_roster(_DINERS), UAI)
    school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
    import_people(desk, list(map(_person, invented)), folder)
    pairing.pair(desk, "https://espace.exemple.fr", "CODE")
    typed = {f"r{place:03}": one for place, one in enumerate(make_requests(invented, REQUESTS))}
    for place, (request_id, one) in enumerate(typed.items()):
        portal.tell("request.received", _received(request_id, one, place))
    run.synchronise(desk)
    ids = {line.external_id: line.id for line in list_diners(desk)}
    return {one: replace(what, meant=ids.get(what.meant, "")) for one, what in typed.items()}


def _person(one: InventedDiner) -> Person:
    return Person(one.id, one.card, one.last_name, one.first_name, one.class_name, one.emails, one.left)


def _received(request_id: str, typed: TypedRequest, place: int) -> RequestReceived:
    return RequestReceived(
        request_id=request_id,
        card=typed.carte.strip(),
        last_name=typed.nom,
        first_name=typed.prenom,
        email=typed.email,
        received_at=MONDAY - timedelta(minutes=place),
    )


def deal_with_all(hands: Hands, typed: dict[str, TypedRequest]) -> None:
    """Deal with every request, and ask for the mails."""
    hands.settle()
    hands.press(Qt.Key.Key_D, _CTRL)
    page = _page(hands, IntakePage)
    hands.press(Qt.Key.Key_C, _CTRL, _SHIFT)
    for _ in range(len(typed)):
        line = _current(page)
        if line is None or page.model.requests.is_ticked(line):
            break
        _decide(hands, page, line, typed[line.id])
    hands.press(Qt.Key.Key_G, _CTRL)
    _page(hands, SheetsPage)
    hands.press(Qt.Key.Key_M, _CTRL)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Return)


def _decide(hands: Hands, page: IntakePage, line: RequestLine, typed: TypedRequest) -> None:
    if not typed.meant or typed.mistake in _REFUSED:
        _refuse(hands, FIRST_REASONS.index(_REFUSED.get(typed.mistake, FIRST_REASONS[0])))
        return
    detail = page.detail.detail
    assert detail is not None, "no detail is shown"
    assert detail.line.id == line.id
    listed = [one.diner.id for one in detail.candidates[:4]]
    assert typed.meant in listed, "the diner meant is not among the first"
    hands.press(str(listed.index(typed.meant) + 1))


def _refuse(hands: Hands, reason: int) -> None:
    """Refuse for one of the reasons, counted from the top of the list; the last one given is there already."""
    hands.press("r")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RefuseDialog)
    shown = dialog.form.known.currentIndex()
    for _ in range(abs(reason - shown)):
        hands.press(Qt.Key.Key_Down if reason > shown else Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_Return, _CTRL)


def _page(hands: Hands, kind: type[P]) -> P:
    navigator = hands.desktop.window.navigator
    assert navigator is not None
    assert isinstance(navigator.current, kind)
    return navigator.current


def _current(page: IntakePage) -> RequestLine | None:
    return page.model.requests.line(page.form.table.currentIndex().row())
