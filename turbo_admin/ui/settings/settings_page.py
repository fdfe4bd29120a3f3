"""« Configurer l’espace numérique TURBO-Self »: the settings of one establishment, in sections."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtWidgets import QMenu, QWidget

from turbo_admin.core.errors import Refused, TurboError
from turbo_admin.core.french import NBSP, PARIS, count, when
from turbo_admin.core.intake.opening_hours import ZONES, Zone
from turbo_admin.office.outbox.pairing import pair
from turbo_admin.office.settings.school_settings import (
    SchoolSettings,
    holiday_closures,
    save_settings,
    settings_of,
)
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.ui.forms.settings.settings_page import Ui_SettingsForm
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.family_link import FamilyLink
from turbo_admin.ui.kit.navigation import ConfigureSchool, Destination, PageKey
from turbo_admin.ui.kit.page import BarMessage, Page, Tone, Workplace
from turbo_admin.ui.settings.closures import ClosureTable
from turbo_admin.ui.settings.settings_form import SettingsFields
from turbo_admin.ui.settings.settings_network import NetworkPart

if TYPE_CHECKING:
    from turbo_admin.core.mails.blocks import Letter
    from turbo_admin.core.mails.own import OwnText

_SECTIONS = (
    "Portail",
    "Établissement",
    "Demandes de compte",
    "Paiement",
    "Réservation",
    "Courriels",
    "Mentions",
)
_PORTAL = 0


class SettingsPage(Page):
    """The settings of one establishment; before there is one, the pairing alone."""

    key = PageKey.SETTINGS
    title = "Configurer l’espace numérique TURBO-Self"
    crumbs = "Configuration › Espace numérique"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_SettingsForm()
        self.form.setupUi(self)
        self._uai = ""
        self._school: SchoolSummary | None = None
        self._saved: SchoolSettings | None = None
        self._links = FamilyLink(workplace, self)
        self._closures = ClosureTable(self.form.closures)
        self.fields = SettingsFields(self.form, self._closures)
        self._network = NetworkPart(self.form, workplace, self)
        self.form.sections.addItems(list(_SECTIONS))
        self.form.sections.setCurrentRow(_PORTAL)
        self._connect()

    def arrive(self, destination: Destination) -> None:
        if isinstance(destination, ConfigureSchool):
            self._uai = destination.uai
            self._saved = None
            self.form.portal_url.clear()
            self.form.pairing_code.clear()
            self.form.sections.setCurrentRow(_PORTAL)
        self._network.arrive()
        self.refresh()

    def refresh(self) -> None:
        # Refreshed every minute: reading again would overwrite what is being typed.
        if not self.is_edited():
            desk, uai = self.workplace.desk, self._uai
            self.workplace.tasks.read(
                self, lambda _: (schools(desk), settings_of(desk, uai) if uai else None), self._on_read
            )

    def is_edited(self) -> bool:
        """Whether something was changed and not saved."""
        return self._saved is not None and self.fields.settings(self._saved) != self._saved

    def may_leave(self, leave: Callable[[], object]) -> bool:
        if not self.is_edited():
            return True

        def abandon() -> None:
            self._on_reset()
            leave()

        ask(
            self,
            f"Enregistrer les modifications{NBSP}?",
            "Elles seraient perdues en quittant cette page.",
            "Enregistrer",
            lambda: self._save(leave),
            no="Rester",
            other=("Abandonner", abandon),
        )
        return False

    def _connect(self) -> None:
        form = self.form
        form.sections.currentRowChanged.connect(form.views.setCurrentIndex)
        form.pair_button.clicked.connect(lambda: self._pair(replace=False))
        form.pairing_code.returnPressed.connect(lambda: self._pair(replace=False))
        form.copy_link.clicked.connect(lambda: self._links.copy(self._school))
        form.poster.clicked.connect(lambda: self._links.ask_poster(self._school))
        form.add_closure.clicked.connect(lambda: self._closures.add(self._today()))
        self._offer_holidays()
        form.remove_closure.clicked.connect(self._closures.remove)
        form.mail_texts.clicked.connect(self._on_mail_texts)
        form.save.clicked.connect(lambda: self._save(lambda: None))
        form.back.clicked.connect(self._on_reset)
        self.fields.edited.connect(self._show_edited)
        self._links.message_raised.connect(self.signals.message_raised)
        self._network.message_raised.connect(self.signals.message_raised)

    def _offer_holidays(self) -> None:
        menu = QMenu(self.form.add_holidays)
        for zone in ZONES:
            menu.addAction(f"Zone {zone}").triggered.connect(partial(self._on_holidays, zone))
        self.form.add_holidays.setMenu(menu)

    def _on_holidays(self, zone: Zone, _checked: bool = False) -> None:
        added = self._closures.add_all(holiday_closures(zone, self._today()))
        if added:
            text = f"{count(added, 'période ajoutée', 'périodes ajoutées')}, à retirer là où le bureau travaille."
        else:
            text = f"Les vacances de la zone {zone} y sont déjà, aussi loin qu’elles sont connues."
        self.signals.show_message(BarMessage(text))

    def _on_mail_texts(self) -> None:
        # Imported on use: the mail templates are not needed to show the page.
        from turbo_admin.office.settings.mail_texts import preview_mail
        from turbo_admin.ui.settings.mail_texts import MailTextsDialog

        if self._saved is None:
            return
        settings, desk = self.fields.settings(self._saved), self.workplace.desk
        address = self._school.public_url if self._school else ""

        def show(texts: "tuple[OwnText, ...]", kind: str) -> "Letter":
            return preview_mail(desk, replace(settings, mail_texts=texts), self._uai, address, kind)

        dialog = MailTextsDialog(settings.mail_texts, show, self)
        dialog.agreed.connect(self.fields.take_mail_texts)
        dialog.open()

    def _today(self) -> date:
        return self.workplace.desk.now().astimezone(PARIS).date()

    def _on_read(self, read: tuple[list[SchoolSummary], SchoolSettings | None]) -> None:
        known, settings = read
        self._school = next((school for school in known if school.uai == self._uai), None)
        self._show_portal(known)
        for row in range(1, len(_SECTIONS)):
            self.form.sections.item(row).setHidden(settings is None)
        if settings is not None:
            # None while the fields are filled, or each of them would count as an edit.
            self._saved = None
            self.fields.show(settings)
            self._saved = settings
        self._show_edited()
        self.filled.emit()

    def _show_portal(self, known: list[SchoolSummary]) -> None:
        form, school = self.form, self._school
        form.portal_state.setText(self._state())
        self._network.show_school(school)
        if not form.portal_url.text():
            address = school.portal_url if school else ""
            # A second school is most often paired with the portal of the first.
            form.portal_url.setText(address or next((one.portal_url for one in known if one.portal_url), ""))
        form.pair_button.setText("Relier à nouveau" if school and school.paired else "Relier")
        link = school.family_url if school else ""
        form.family_link.setText(link or "Il s’affichera ici une fois le portail relié.")
        for button in (form.copy_link, form.poster):
            button.setEnabled(bool(link))

    def _state(self) -> str:
        school = self._school
        if school is None:
            return "L’établissement s’ajoute de lui-même quand le portail accepte le code de liaison."
        if not school.paired:
            return f"{school.name} n’est pas encore relié."
        if school.last_success is None:
            return f"{school.name} est relié, et n’a pas encore été synchronisé."
        last = when(school.last_success, self.workplace.desk.now())
        return f"{school.name} est relié. Dernière synchronisation réussie{NBSP}: {last}."

    def _show_edited(self) -> None:
        edited = self.is_edited()
        form = self.form
        form.save.setEnabled(edited)
        form.back.setEnabled(edited)
        waiting = self._school is not None and self._school.settings_waiting
        form.hint.setText(
            "Modifications non enregistrées"
            if edited
            else "Changements envoyés à la prochaine synchronisation"
            if waiting
            else ""
        )

    def _save(self, then: Callable[[], object]) -> None:
        """Save, then do something once that is done."""
        if self._saved is not None:
            settings = self.fields.settings(self._saved)
            act = partial(save_settings, self.workplace.desk, self._uai, settings)
            self.workplace.tasks.write(
                self,
                lambda _: act(),
                lambda _: self._on_saved(settings, then),
                label="Enregistrement des réglages",
            )

    def _on_saved(self, settings: SchoolSettings, then: Callable[[], object]) -> None:
        # At once, so that leaving the page asks nothing.
        self._saved = settings
        self.signals.records_changed.emit()
        self.refresh()
        then()
        # After the next page is shown, which hides what was said before.
        self.signals.show_message(
            BarMessage("Réglages enregistrés. Changements envoyés à la prochaine synchronisation.")
        )

    def _on_reset(self) -> None:
        if self._saved is not None:
            self.fields.show(self._saved)

    def _pair(self, *, replace: bool) -> None:
        form, desk = self.form, self.workplace.desk
        act = partial(pair, desk, form.portal_url.text(), form.pairing_code.text(), replace=replace)
        form.pair_button.setEnabled(False)
        self.workplace.tasks.write(
            self, lambda _: act(), self._on_paired, self._on_not_paired, label="Liaison au portail"
        )

    def _on_paired(self, school: SchoolSummary) -> None:
        self.form.pair_button.setEnabled(True)
        self.form.pairing_code.clear()
        self.form.sections.setFocus()
        self._uai = school.uai
        self.signals.show_message(
            BarMessage(
                f"{school.name} est relié au portail. Étape suivante{NBSP}: importer les hôtes.",
                link="Importer des hôtes",
                opens=PageKey.ROSTER_IMPORT,
            )
            if not school.diners
            else BarMessage(f"{school.name} est relié au portail.")
        )
        self.signals.records_changed.emit()
        self.refresh()

    def _on_not_paired(self, error: TurboError) -> None:
        self.form.pair_button.setEnabled(True)
        self.form.pairing_code.setFocus()
        # The school is paired with another office's database, perhaps with the one before a restore.
        if isinstance(error, Refused) and error.code == "bound_elsewhere":
            ask(
                self,
                f"Remplacer ce poste{NBSP}?",
                f"{error} Tous les hôtes, comptes et réglages de cette base seront renvoyés au portail.",
                "Remplacer ce poste",
                lambda: self._pair(replace=True),
            )
            return
        self.signals.show_message(BarMessage(str(error), Tone.TROUBLE))
