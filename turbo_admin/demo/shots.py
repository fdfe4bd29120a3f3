"""The screenshots of README and docs: the real windows on the demo's school, light and dark, in docs/screens/.

python -m turbo_admin.demo.shots [FOLDER]
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from turbo_admin.app import build
from turbo_admin.core.colours import DARK, LIGHT
from turbo_admin.demo.clerk import Clerk
from turbo_admin.demo.families import Family, make_requests
from turbo_admin.demo.school import SCHOOLS, of_school
from turbo_admin.demo.stage import Stage
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.lines import request_lines
from turbo_admin.office.outbox import pairing
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.sync.run import synchronise
from turbo_admin.ui.intake.intake_page import IntakePage
from turbo_admin.ui.kit.columns import choose_row
from turbo_admin.ui.kit.navigation import Command, PageKey
from turbo_admin.ui.roster.diners import DinersPage
from turbo_admin.ui.roster.roster_import import RosterImportPage
from turbo_admin.ui.settings.mail_texts import MailTextsDialog
from turbo_admin.ui.settings.schools import SchoolsPage
from turbo_admin.ui.settings.settings_page import SettingsPage
from turbo_admin.ui.sheets.sheets_page import SheetsPage
from turbo_admin.ui.window.home import HomePage

_DINERS, _REQUESTS = 400, 25
_SIZE = (1366, 768)
_TITLES, _LISTED = "Identifiant;Nom;Prénom;Classe;Accepte les mails", 60
_NEWCOMERS = ("AGRION;Tom", "COCCINELLE;Rose", "LUCANE;Basile", "TAON;Luc")
_REQUEST_SECTION, _MAIL_SECTION = 2, 5


class Photographer:
    """Takes each picture twice, in the light and in the dark.

    Args:
        clerk: drives the windows.
        folder: where the pictures go, `demandes.png` and `demandes-sombre.png`.
    """

    def __init__(self, clerk: Clerk, folder: Path) -> None:
        self._clerk = clerk
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Take a picture of a widget, the whole window by default."""
        desktop = self._clerk.desktop
        for colours, end in ((LIGHT, ""), (DARK, "-sombre")):
            desktop.theme.show(colours)
            self._clerk.settle()
            view = desktop.window.findChild(QPdfView)
            if isinstance(view, QPdfView) and view.isVisible():
                self._clerk.await_drawing(view)
            (widget or desktop.window).grab().save(str(self._folder / f"{name}{end}.png"))
        desktop.theme.show(LIGHT)
        self._clerk.settle()


def shoot(folder: Path) -> None:
    """Play enough of a day to show each screen, and take the pictures."""
    with tempfile.TemporaryDirectory(prefix="turbo-shots-") as work, Stage(Path(work), _DINERS) as stage:
        desktop = build(stage.desk, Path(work) / "ecran.ini")
        try:
            desktop.window.resize(*_SIZE)
            desktop.window.show()
            clerk = Clerk(desktop, Path(work) / "screens")
            camera = Photographer(clerk, folder)
            _first_steps(clerk, camera, stage)
            _everybody_asks(stage)
            _requests(clerk, camera, stage.desk)
            _sheets(clerk, camera)
            _people(clerk, camera)
            _configuration(clerk, camera)
            _trouble(clerk, camera, stage)
        finally:
            desktop.close()


def _first_steps(clerk: Clerk, camera: Photographer, stage: Stage) -> None:
    clerk.settle()
    clerk.page(HomePage)
    camera.take("premiers-pas")
    for school in SCHOOLS:
        pairing.pair(stage.desk, stage.portal_url, stage.pairing_code(school))
    clerk.choose("Fichier", "Importer des hôtes…")
    page = clerk.page(RosterImportPage)
    page.form.school.setCurrentIndex(page.form.school.findData(SCHOOLS[0].uai))
    page.read(stage.roster_file(SCHOOLS[0]))
    clerk.settle()
    camera.take("import-des-hotes")
    for school in SCHOOLS:
        apply.apply_import(
            stage.desk, importing.plan_import(stage.desk, stage.roster_file(school), school.uai)
        )
    _a_number_given_anew(page, clerk, camera, stage)


def _a_number_given_anew(page: RosterImportPage, clerk: Clerk, camera: Photographer, stage: Stage) -> None:
    """Show the question that stops a number from renaming children, and « Colonnes… » of the same list."""
    pupils = [one for one in of_school(stage.roster, SCHOOLS[0].uai) if one.class_name and not one.left]
    names = [f"{one.last_name};{one.first_name}" for one in pupils[:_LISTED]]
    for at, name in enumerate(_NEWCOMERS):
        names[2 + 9 * at] = name
    lines = [
        f"{one.id};{name};{one.class_name};oui" for one, name in zip(pupils[:_LISTED], names, strict=True)
    ]
    path = stage.folder / "roster" / "liste-octobre.csv"
    path.write_text("\n".join((_TITLES, *lines)), encoding="utf-8")
    page.read(path)
    clerk.settle()
    camera.take("import-question")
    clerk.press(page.form.columns)
    clerk.settle()
    camera.take("import-colonnes")


def _everybody_asks(stage: Stage) -> None:
    synchronise(stage.desk)
    for typed in make_requests(stage.roster, _REQUESTS):
        with Family(stage.portal_url, typed.uai) as family:
            family.ask_account(typed)


def _requests(clerk: Clerk, camera: Photographer, desk: Desk) -> None:
    clerk.synchronise()
    camera.take("synchronisation")
    clerk.choose("Comptabilité", "Espace numérique", "Demande de création de compte")
    page = clerk.page(IntakePage)
    clerk.press(page.form.tick_certain)
    # The line that has most to look at: another diner may be meant, and something differs.
    wanted = max(request_lines(desk), key=lambda line: (line.tickable and bool(line.alerts), line.candidates))
    choose_row(page.form.table, page.model.requests.row_of(wanted.id))
    camera.take("demandes")
    clerk.press(page.detail.form.choose)
    _dialog(clerk, camera, "choisir-un-hote")
    clerk.press(page.form.refuse_button)
    _dialog(clerk, camera, "refuser")
    page.form.search.setText("aucune demande ne dit cela")
    camera.take("demandes-vide")
    page.form.search.clear()


def _sheets(clerk: Clerk, camera: Photographer) -> None:
    page = clerk.page(IntakePage)
    clerk.press(page.form.issue_button)
    clerk.settle()
    sheets = clerk.page(SheetsPage)
    camera.take("edition-des-identifiants")
    clerk.press(sheets.form.mail_button)
    clerk.agree("Envoyer par E-Mail")
    clerk.await_sync()
    clerk.synchronise()
    camera.take("identifiants-envoyes")


def _people(clerk: Clerk, camera: Photographer) -> None:
    clerk.choose("Fichier", "Hôtes")
    diners = clerk.page(DinersPage)
    camera.take("hotes")
    # Somebody who has something to show.
    row = next((row for row, line in enumerate(diners.model.records) if line.has_account), 0)
    choose_row(diners.form.table, row)
    clerk.press(diners.form.open_button)
    clerk.settle()
    camera.take("fiche-de-l-hote")
    clerk.choose("Comptabilité", "Espace numérique", "Comptes de l’espace numérique")
    camera.take("comptes")
    clerk.desktop.window.open_page(PageKey.CLASS_ISSUE)
    clerk.settle()
    camera.take("identifiants-pour-une-classe")


def _configuration(clerk: Clerk, camera: Photographer) -> None:
    clerk.choose("Configuration", "Espace numérique")
    camera.take("etablissements")
    clerk.press(clerk.page(SchoolsPage).form.configure)
    clerk.settle()
    camera.take("configuration-portail")
    clerk.page(SettingsPage).form.sections.setCurrentRow(_REQUEST_SECTION)
    camera.take("configuration-demandes")
    _mail_texts(clerk, camera)
    clerk.choose("?", "Aide")
    camera.take("aide")
    clerk.desktop.window.run(Command.HOME)
    clerk.settle()
    camera.take("accueil")


def _mail_texts(clerk: Clerk, camera: Photographer) -> None:
    page = clerk.page(SettingsPage)
    page.form.sections.setCurrentRow(_MAIL_SECTION)
    clerk.press(page.form.mail_texts)
    box = QApplication.activeModalWidget()
    if isinstance(box, MailTextsDialog):
        box.form.kinds.setCurrentRow(1)
        box.form.opening.setPlainText(
            "Madame, Monsieur,\n\nLe service de restauration vous remet les identifiants de {prenom_nom}."
        )
        box.form.closing.setPlainText("Cordialement,\nle service de restauration")
    _dialog(clerk, camera, "textes-des-courriels")


def _trouble(clerk: Clerk, camera: Photographer, stage: Stage) -> None:
    stage.stop_portal()
    clerk.synchronise()
    camera.take("synchronisation-impossible")
    clerk.choose("Comptabilité", "Espace numérique", "Journal de synchronisation")
    camera.take("journal-de-synchronisation")


def _dialog(clerk: Clerk, camera: Photographer, name: str) -> None:
    clerk.settle()
    box = QApplication.activeModalWidget()
    if not isinstance(box, QDialog):
        raise LookupError(f"no dialog for {name}")
    camera.take(name, box)
    box.reject()
    clerk.settle()


def main(arguments: Sequence[str]) -> int:
    """Take the pictures; the folder is docs/screens unless another is given."""
    shoot(Path(arguments[0]) if arguments else Path("docs") / "screens")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
