"""The office's day, played with real parts: families over HTTP, the clerk at the real windows, mails by SMTP.

Every number told is counted from what happened: lines in the office's database, pages of the PDF, mails that the
server got, families whose « Mon espace » shows their child. With the same options these numbers are the same each day:
who asks what, and who confirms, is drawn beforehand.
"""

import re
import secrets
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtPdf import QPdfDocument

from turbo_admin.app import Desktop, build
from turbo_admin.core.colours import DARK, LIGHT
from turbo_admin.core.french import count
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.spellings import fold
from turbo_admin.demo.asking import all_at_once, ask_all, confirm_every_other, link_of, text_of
from turbo_admin.demo.cash_desk import cash
from turbo_admin.demo.clerk import Clerk
from turbo_admin.demo.day_counts import DemoDay
from turbo_admin.demo.families import Family, TypedRequest, make_requests
from turbo_admin.demo.school import SCHOOLS
from turbo_admin.demo.stage import Stage
from turbo_admin.demo.steps import DemoSteps
from turbo_admin.office.intake.lines import RequestStanding, request_counts, request_lines
from turbo_admin.office.roster.search import search_diners
from turbo_admin.office.settings.schools import schools
from turbo_admin.ui.intake.intake_page import IntakePage
from turbo_admin.ui.kit.navigation import Command
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
# What Qt's offscreen platform says at each window.
_OFFSCREEN_NOTE = "This plugin does not support"


def play(folder: Path, *, diners: int, requests: int, steps: DemoSteps) -> DemoDay:
    """Play the whole day and leave screens/, sheets/, mail/, paper/, portail.log and day.json in a folder.

    Args:
        diners, requests: how many are invented.
        steps: runs each step and writes its line.
    """
    day = DemoDay(seconds=steps.seconds)
    with ExitStack() as stack:
        with steps.step("start", "Démarrage du portail et du bureau") as result:
            stack.callback(qInstallMessageHandler, qInstallMessageHandler(_show_qt_message))
            stage = stack.enter_context(Stage(folder, diners))
            desktop = build(stage.desk, folder / "ecran.ini")
            stack.callback(desktop.close)
            _show(desktop)
            result.text = f"portail {stage.portal_url}"
        clerk = Clerk(desktop, folder / "screens")
        before = signal.signal(signal.SIGINT, lambda *_: clerk.interrupt())
        stack.callback(signal.signal, signal.SIGINT, before)
        try:
            _Script(stage, clerk, day, requests, steps).play()
        except Exception as error:
            # Ctrl+C reaches the portal's programs too: what they then fail at is no fault of the demo.
            if clerk.is_interrupted:
                raise KeyboardInterrupt from error
            raise
    day.write(folder / "day.json")
    return day


def _show(desktop: Desktop) -> None:
    desktop.theme.show(LIGHT)
    desktop.window.resize(*_WINDOW)
    desktop.window.show()


def _show_qt_message(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if not message.startswith(_OFFSCREEN_NOTE):
        sys.stderr.write(f"{message}\n")


@dataclass(slots=True)
class _Script:
    """The acts of the day, in order; each returns in French what it came to."""

    stage: Stage
    clerk: Clerk
    day: DemoDay
    requests: int
    steps: DemoSteps

    def play(self) -> None:
        """Play them."""
        asked = make_requests(self.stage.roster, self.requests)
        for name, title, act in (
            ("pair", "Liaison au portail", self._pair),
            ("import", "Import des hôtes", self._import),
            ("ask", "Les familles demandent leur compte", lambda: self._ask(asked)),
            ("sync", "Synchronisation", self._first_sync),
            ("issue", "Génération des identifiants", self._issue),
            ("print", "Enregistrement en PDF", self._print),
            ("mail", "Envoi par e-mail", self._mail),
            ("sign_in", "Les familles se connectent", self._sign_in),
            ("sync_again", "Nouvelle synchronisation", self._last_sync),
            ("cash", "Encaissements, FQE et BE", self._cash),
        ):
            with self.steps.step(name, title) as result:
                result.text = act()

    def _cash(self) -> str:
        return cash(self.stage.desk, SCHOOLS[0].uai, self.stage.folder / "paper")

    def _pair(self) -> str:
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
        return count(len(SCHOOLS), "établissement")

    def _import(self) -> str:
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
        return f"{count(self.day.diners, 'hôte')} présents"

    def _ask(self, asked: list[TypedRequest]) -> str:
        # Families learn the school's name and texts from the portal, which has them from the office.
        self.clerk.synchronise()
        url = self.stage.portal_url
        taken = self._away(lambda: ask_all(url, asked))
        self._away(lambda: confirm_every_other(self.stage.catcher, url, taken))
        return count(len(taken), "demande")

    def _first_sync(self) -> str:
        clerk, day = self.clerk, self.day
        summary = clerk.synchronise()
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
        return summary

    def _issue(self) -> str:
        clerk, day = self.clerk, self.day
        clerk.press(clerk.page(IntakePage).form.issue_button)
        clerk.wait(lambda: isinstance(_current(clerk), SheetsPage), "the sheets were not shown")
        clerk.settle()
        issued = [line for line in request_lines(self.stage.desk) if line.state is RequestStanding.ISSUED]
        day.issued = len(issued)
        page = clerk.page(SheetsPage)
        day.accounts = len(page.model.records)
        clerk.await_drawing(page.preview.view)
        clerk.shoot("edition-des-identifiants")
        return f"{count(day.issued, 'demande')} sur {day.requests}, {count(day.accounts, 'compte')}"

    def _print(self) -> str:
        clerk, form = self.clerk, self.clerk.page(SheetsPage).form
        path = self.stage.folder / "sheets" / "identifiants.pdf"
        clerk.tick(form.tick_all)
        clerk.press(form.pdf_button)
        clerk.name_file(path)
        document = QPdfDocument()
        document.load(str(path))
        self.day.sheets = document.pageCount()
        document.close()
        return count(self.day.sheets, "fiche")

    def _mail(self) -> str:
        clerk, form = self.clerk, self.clerk.page(SheetsPage).form
        if form.tick_all.isChecked():
            # Nobody ticked: the page ticks by itself those whose address is known or confirmed.
            form.tick_all.click()
        clerk.press(form.mail_button)
        ticked = len(clerk.page(SheetsPage).model.ticked())
        # The page starts a synchronisation by itself as soon as the mails are asked for.
        clerk.agree("Envoyer par E-Mail")
        clerk.await_sync()
        if ticked:
            self._away(lambda: self.stage.catcher.wait_for(ticked, kind="identifiants"))
        self.day.mailed = sum(caught.kind == "identifiants" for caught in self.stage.catcher.caught)
        return count(self.day.mailed, "e-mail")

    def _sign_in(self) -> str:
        mails = [caught.message for caught in self.stage.catcher.caught if caught.kind == "identifiants"]
        self.day.signed_in = sum(self._away(lambda: all_at_once(self._one_family, mails)))
        return count(self.day.signed_in, "famille")

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
            if line.uai == uai and line.email == address and line.state is RequestStanding.ISSUED
        }
        found = [one for one in search_diners(self.stage.desk, uai, "", _EVERYBODY) if one.id in ids]
        return [f"{one.first_name} {one.last_name}" for one in found]

    def _last_sync(self) -> str:
        clerk = self.clerk
        clerk.synchronise()
        page = clerk.page(SheetsPage)
        _hide_panel(clerk)
        clerk.shoot("identifiants-connectes")
        self.day.connected = sum(line.delivery == "connecté" for line in page.model.records)
        clerk.choose("Configuration", "Espace numérique")
        clerk.press(clerk.page(SchoolsPage).form.configure)
        clerk.shoot("configuration")
        clerk.desktop.window.run(Command.HOME)
        clerk.shoot("accueil")
        return f"{count(self.day.connected, 'fiche')} «\u00a0connecté\u00a0»"

    def _away(self, act: Callable[[], T]) -> T:
        """Run something on another thread while Qt's events are processed."""
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
