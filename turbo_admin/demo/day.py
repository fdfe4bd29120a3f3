"""The office's day, played with real parts: families over HTTP, the clerk at the real windows, mails by SMTP.

Every number told is counted from what happened: lines in the office's database, pages of the PDF, mails that the
server got, families whose « Mon espace » shows their child. With the same options these numbers are the same each day:
who asks what, and who confirms, is drawn beforehand.
"""

import json
import re
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

from PySide6.QtPdf import QPdfDocument

from turbo_admin.app import build
from turbo_admin.core.colours import DARK, LIGHT
from turbo_admin.core.matching.match import Degree
from turbo_admin.core.matching.spellings import fold
from turbo_admin.demo.asking import all_at_once, ask_all, confirm_every_other, link_of, text_of
from turbo_admin.demo.clerk import Clerk
from turbo_admin.demo.families import Family, TypedRequest, make_requests
from turbo_admin.demo.school import SCHOOLS
from turbo_admin.demo.stage import Stage
from turbo_admin.office.intake.lines import State, request_counts, request_lines
from turbo_admin.office.roster.search import search_diners
from turbo_admin.office.settings.schools import schools
from turbo_admin.ui.intake.intake_page import IntakePage
from turbo_admin.ui.roster.roster_import import RosterImportPage
from turbo_admin.ui.settings.schools import SchoolsPage
from turbo_admin.ui.settings.settings_page import SettingsPage
from turbo_admin.ui.sheets.sheets_page import SheetsPage
from turbo_admin.ui.window.home import HomePage

T = TypeVar("T")
_LOGIN = re.compile(r"\b[a-z]{2}\d{6}\b")
_PASSWORD = re.compile(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b")
_WINDOW = (1366, 768)
_EVERYBODY = 1_000_000


@dataclass(slots=True)
class Day:
    """What happened, as day.json tells it.

    Attributes:
        diners: present in the office's database.
        requests: in the office's database.
        certain: of those, with a certain concordance.
        ticked: taken by « Cocher les concordances certaines ».
        issued: requests answered with an account.
        accounts: accounts made for them.
        sheets: pages of the PDF.
        mailed: credential mails that the mail server got.
        signed_in: families whose own space shows the diner whom they asked for.
        connected: sheets that the office sees as used, after the last synchronisation.
        seconds: how long each step took.
    """

    diners: int = 0
    requests: int = 0
    certain: int = 0
    ticked: int = 0
    issued: int = 0
    accounts: int = 0
    sheets: int = 0
    mailed: int = 0
    signed_in: int = 0
    connected: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def play(folder: Path, *, diners: int, requests: int, say: Callable[[str], None]) -> Day:
    """Play the whole day and leave screens/, sheets/, mail/ and day.json in a folder.

    Args:
        diners, requests: how many are invented.
        say: called with a French sentence at each step.
    """
    day = Day()
    start = time.perf_counter()
    with Stage(folder, diners) as stage:
        desktop = build(stage.desk, folder / "ecran.ini")
        desktop.theme.show(LIGHT)
        desktop.window.resize(*_WINDOW)
        desktop.window.show()
        day.seconds["start"] = round(time.perf_counter() - start, 3)
        clerk = Clerk(desktop, folder / "screens")
        before = signal.signal(signal.SIGINT, lambda *_: clerk.interrupt())
        try:
            _Script(stage, clerk, day, requests, say).play()
        finally:
            signal.signal(signal.SIGINT, before)
            desktop.close()
    (folder / "day.json").write_text(
        json.dumps({name: getattr(day, name) for name in Day.__slots__}, indent=2) + "\n", encoding="utf-8"
    )
    return day


@contextmanager
def _timed(day: Day, step: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    day.seconds[step] = round(time.perf_counter() - start, 3)


@dataclass(slots=True)
class _Script:
    """The acts of the day, in order."""

    stage: Stage
    clerk: Clerk
    day: Day
    requests: int
    say: Callable[[str], None]

    def play(self) -> None:
        """Play them."""
        asked = make_requests(self.stage.roster, self.requests)
        for step, sentence, act in (
            ("pair", "Liaison au portail", self._pair),
            ("import", "Import des hôtes", self._import),
            ("ask", "Les familles demandent leur compte", lambda: self._ask(asked)),
            ("sync", "Synchronisation", self._first_sync),
            ("issue", "Génération des identifiants", self._issue),
            ("print", "Impression en PDF", self._print),
            ("mail", "Envoi par e-mail", self._mail),
            ("sign_in", "Les familles se connectent", self._sign_in),
            ("sync_again", "Nouvelle synchronisation", self._last_sync),
        ):
            self.say(sentence)
            with _timed(self.day, step):
                act()

    def _pair(self) -> None:
        clerk = self.clerk
        clerk.settle()
        clerk.page(HomePage)
        clerk.shoot("accueil-premiers-pas")
        for school in SCHOOLS:
            code = self._away(lambda school=school: self.stage.pairing_code(school))  # type: ignore[misc]
            clerk.choose("Configuration", "Espace numérique")
            form = clerk.page(SchoolsPage).form
            clerk.press(form.first_pair if form.first_pair.isVisible() else form.pair)
            clerk.settle()
            settings = clerk.page(SettingsPage).form
            clerk.type_in(settings.portal_url, self.stage.portal_url)
            clerk.type_in(settings.pairing_code, code)
            clerk.press(settings.pair_button)
            clerk.settle()
        clerk.shoot("liaison-au-portail")

    def _import(self) -> None:
        clerk = self.clerk
        for school in SCHOOLS:
            clerk.choose("Fichier", "Importer des hôtes…")
            form = clerk.page(RosterImportPage).form
            form.school.setCurrentIndex(form.school.findData(school.uai))
            clerk.type_in(form.file, str(self.stage.roster_file(school)))
            clerk.press(form.read)
            clerk.settle()
            if school is SCHOOLS[0]:
                clerk.shoot("import-des-hotes")
            clerk.press(form.apply)
            clerk.settle()
        self.day.diners = sum(school.diners for school in schools(self.stage.desk))

    def _ask(self, asked: list[TypedRequest]) -> None:
        # Families learn the school's name and texts from the portal, which has them from the office.
        self.clerk.synchronise()
        url = self.stage.portal_url
        taken = self._away(lambda: ask_all(url, asked))
        self._away(lambda: confirm_every_other(self.stage.catcher, url, taken))

    def _first_sync(self) -> None:
        clerk, day = self.clerk, self.day
        self.say(clerk.synchronise())
        clerk.choose("Comptabilité", "Espace numérique", "Demande de création de compte")
        page = clerk.page(IntakePage)
        clerk.settle()
        _hide_panel(clerk)
        clerk.press(page.form.tick_certain)
        clerk.shoot("demandes")
        self.clerk.desktop.theme.show(DARK)
        clerk.shoot("demandes-sombre")
        self.clerk.desktop.theme.show(LIGHT)
        lines = request_lines(self.stage.desk)
        day.requests = request_counts(self.stage.desk).total
        day.certain = sum(line.degree is Degree.CERTAIN for line in lines)
        day.ticked = len(page.model.requests.ticked())

    def _issue(self) -> None:
        clerk, day = self.clerk, self.day
        clerk.press(clerk.page(IntakePage).form.issue_button)
        clerk.wait(lambda: isinstance(_current(clerk), SheetsPage), "the sheets were not shown")
        clerk.settle()
        issued = [line for line in request_lines(self.stage.desk) if line.state is State.ISSUED]
        day.issued = len(issued)
        page = clerk.page(SheetsPage)
        day.accounts = len(page.model.lines)
        clerk.await_drawing(page.preview.view)
        clerk.shoot("edition-des-identifiants")

    def _print(self) -> None:
        clerk, form = self.clerk, self.clerk.page(SheetsPage).form
        path = self.stage.folder / "sheets" / "identifiants.pdf"
        clerk.tick(form.tick_all)
        clerk.press(form.pdf_button)
        clerk.name_file(path)
        document = QPdfDocument()
        document.load(str(path))
        self.day.sheets = document.pageCount()
        document.close()

    def _mail(self) -> None:
        clerk, form = self.clerk, self.clerk.page(SheetsPage).form
        if form.tick_all.isChecked():
            # Nobody ticked: the page ticks by itself those whose address is known or confirmed.
            form.tick_all.click()
        clerk.press(form.mail_button)
        ticked = len(clerk.page(SheetsPage).model.ticked())
        # The page starts a synchronisation by itself as soon as the mails are asked for.
        clerk.agree("Envoyer par E-Mail")
        self.say(clerk.await_sync())
        if ticked:
            self._away(lambda: self.stage.catcher.wait_for(ticked, kind="identifiants"))
        self.day.mailed = sum(caught.kind == "identifiants" for caught in self.stage.catcher.caught)

    def _sign_in(self) -> None:
        mails = [caught.message for caught in self.stage.catcher.caught if caught.kind == "identifiants"]
        self.day.signed_in = sum(self._away(lambda: all_at_once(self._one_family, mails)))

    def _one_family(self, mail: EmailMessage) -> bool:
        text = text_of(mail)
        login, password, link = _LOGIN.search(text), _PASSWORD.search(text), link_of(mail)
        if not (login and password and link):
            return False
        uai = link.split("/e/")[1].split("/")[0]
        with Family(self.stage.portal_url, uai) as family:
            family.sign_in(login[0], password[0])
            family.choose_password(f"cantine du {secrets.token_hex(8)} tilleul")
            space = fold(family.my_space())
        return any(fold(name) in space for name in self._meant(str(mail["To"]), uai))

    def _meant(self, address: str, uai: str) -> list[str]:
        """Return the diners attached to the requests of an address, as « Mon espace » writes them."""
        ids = {
            line.diner_id
            for line in request_lines(self.stage.desk)
            if line.uai == uai and line.email == address and line.state is State.ISSUED
        }
        found = [one for one in search_diners(self.stage.desk, uai, "", _EVERYBODY) if one.id in ids]
        return [f"{one.first_name} {one.last_name}" for one in found]

    def _last_sync(self) -> None:
        clerk = self.clerk
        self.say(clerk.synchronise())
        page = clerk.page(SheetsPage)
        _hide_panel(clerk)
        clerk.shoot("identifiants-connectes")
        self.day.connected = sum(line.delivery == "connecté" for line in page.model.lines)
        clerk.choose("Configuration", "Espace numérique")
        clerk.press(clerk.page(SchoolsPage).form.configure)
        clerk.shoot("configuration")
        clerk.desktop.window.do("home")
        clerk.shoot("accueil")

    def _away(self, act: Callable[[], T]) -> T:
        """Do something elsewhere while the windows live on."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            future = pool.submit(act)
            self.clerk.wait(future.done, "the families never ended")
            return future.result()


def _current(clerk: Clerk) -> object:
    navigator = clerk.desktop.window.navigator
    return navigator.current if navigator else None


def _hide_panel(clerk: Clerk) -> None:
    panel = clerk.desktop.window.panel
    if panel is not None:
        panel.hide()
