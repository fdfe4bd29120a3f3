"""The network's part of the settings: this PC's proxy, « Tester la connexion », « Changer la clé »."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP
from turbo_admin.office.desk.portal_route import NetworkSettings
from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.office.sync.network import (
    Checked,
    change_key,
    check_connection,
    network_settings,
    save_network,
)
from turbo_admin.ui.forms.settings.settings_page import Ui_SettingsForm
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.page import BarMessage, Tone, Workplace
from turbo_admin.ui.kit.typed_signals import TypedSignal

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk

_MODES = (
    ("system", "Celui du système"),
    ("direct", "Aucun (connexion directe)"),
    ("manual", "Celui-ci"),
)
_STEPS = {
    "name": "Nom",
    "proxy": "Proxy",
    "tls": "Chiffrement",
    "portal": "Portail",
    "key": "Clé",
    "version": "Version",
}
_MARKS = {"ok": "✓", "failed": "✗", "skipped": "–"}


class NetworkPart(QObject):
    """The controls of the network, and what they do.

    Signals:
        message_raised: a sentence for the message bar.
            arg: BarMessage.
    """

    message_raised = TypedSignal[BarMessage]()

    def __init__(self, form: Ui_SettingsForm, workplace: Workplace, page: QWidget) -> None:
        super().__init__(page)
        self._form = form
        self._workplace = workplace
        self._page = page
        self._school: SchoolSummary | None = None
        self._saved = NetworkSettings()
        for mode, label in _MODES:
            form.proxy_mode.addItem(label, mode)
        form.proxy_mode.currentIndexChanged.connect(self._on_mode)
        form.save_network.clicked.connect(self._on_save)
        form.test_connection.clicked.connect(self._on_test)
        form.change_key.clicked.connect(self._on_change_key)
        self._on_mode()

    def arrive(self) -> None:
        """Forget what was tried before and read this PC's settings."""
        self._form.connection_result.clear()
        desk = self._workplace.desk
        self._workplace.tasks.read(self, lambda _: network_settings(desk), self._on_read)

    def show_school(self, school: SchoolSummary | None) -> None:
        """Work for that school from now on."""
        self._school = school
        self._form.change_key.setVisible(school is not None and school.paired)

    def settings(self) -> NetworkSettings:
        """Return the settings as the form has them."""
        form = self._form
        return NetworkSettings(
            mode=form.proxy_mode.currentData(),
            proxy=form.proxy_address.text().strip(),
            user=form.proxy_user.text().strip(),
        )

    def _on_read(self, settings: NetworkSettings) -> None:
        form = self._form
        self._saved = settings
        form.proxy_mode.setCurrentIndex(form.proxy_mode.findData(settings.mode))
        form.proxy_address.setText(settings.proxy)
        form.proxy_user.setText(settings.user)
        # Never shown: the password is in the system's keyring.
        form.proxy_password.clear()

    def _on_mode(self) -> None:
        form = self._form
        by_hand = form.proxy_mode.currentData() == "manual"
        for row in (form.proxy_address, form.proxy_user, form.proxy_password):
            form.layout_network.setRowVisible(row, by_hand)

    def _on_save(self) -> None:
        act = partial(_save, self._workplace.desk, self.settings(), self._form.proxy_password.text())
        self._workplace.tasks.write(
            self, lambda _: act(), self._on_saved, self._on_failed, label="Enregistrement du réseau"
        )

    def _on_saved(self, settings: NetworkSettings) -> None:
        self._on_read(settings)
        self.message_raised.emit(BarMessage("Réseau de ce poste enregistré."))

    def _on_test(self) -> None:
        """Test the connection with the settings in the form; they are stored first, because the test uses what is stored."""
        form, school = self._form, self._school
        url, password = form.portal_url.text(), form.proxy_password.text()
        edited = bool(password) or self.settings() != self._saved
        act = partial(
            _test,
            self._workplace.desk,
            school.uai if school and school.paired else "",
            url,
            (self.settings(), password) if edited else None,
        )
        form.test_connection.setEnabled(False)
        form.connection_result.setText("Essai de la connexion…")
        self._workplace.tasks.write(
            self, lambda _: act(), self._on_tested, self._on_not_tested, label="Essai de la connexion"
        )

    def _on_tested(self, tested: tuple[NetworkSettings, tuple[Checked, ...]]) -> None:
        settings, steps = tested
        self._on_read(settings)
        self._form.test_connection.setEnabled(True)
        self._form.connection_result.setText(
            "\n".join(f"{_MARKS[step.state]}  {_STEPS[step.step]}{NBSP}: {step.text}" for step in steps)
        )

    def _on_not_tested(self, error: TurboError) -> None:
        self._form.test_connection.setEnabled(True)
        self._form.connection_result.clear()
        self._on_failed(error)

    def _on_change_key(self) -> None:
        school = self._school
        if school is None:
            return
        ask(
            self._page,
            f"Changer la clé de ce poste{NBSP}?",
            f"Le portail en donne une nouvelle et retire l’ancienne. Rien d’autre ne change pour {school.name}.",
            "Changer la clé",
            partial(self._change_key, school),
        )

    def _change_key(self, school: SchoolSummary) -> None:
        act = partial(change_key, self._workplace.desk, school.uai)
        self._workplace.tasks.write(
            self,
            lambda _: act(),
            lambda _: self.message_raised.emit(
                BarMessage("La clé de ce poste est changée. L’ancienne ne sert plus.")
            ),
            self._on_failed,
            label="Changement de la clé",
        )

    def _on_failed(self, error: TurboError) -> None:
        self.message_raised.emit(BarMessage(str(error), Tone.TROUBLE))


def _save(desk: "Desk", settings: NetworkSettings, password: str) -> NetworkSettings:
    # An empty field keeps the stored password; without an account it is deleted.
    save_network(desk, settings, password if password or not settings.user else None)
    return network_settings(desk)


def _test(
    desk: "Desk", uai: str, url: str, typed: tuple[NetworkSettings, str] | None
) -> tuple[NetworkSettings, tuple[Checked, ...]]:
    settings = _save(desk, *typed) if typed else network_settings(desk)
    return settings, check_connection(desk, uai=uai, url=url)
