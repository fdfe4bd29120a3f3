"""The settings' form and the settings, one into the other."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSpinBox

from turbo_admin.core.french import count
from turbo_admin.core.mails.own import OwnText
from turbo_admin.office.settings.school_settings import SchoolSettings
from turbo_admin.ui.forms.settings.settings_page import Ui_SettingsForm
from turbo_admin.ui.settings.closures import ClosureTable

_LINES = ("name", "phone", "email", "request_alert_email", "mail_sender_name", "mail_reply_to")
_TEXTS = ("address", "welcome", "request_notice", "privacy_text", "legal_text")
_NUMBERS = ("delay_hours", "mail_days", "paper_days", "silence_hours", "retention_months")
_CHECKS = (
    "accept_confirmed",
    "notify_guardians",
    "payment_blocked",
    "booking_blocked",
    "mail_shows_password",
)
_MARGIN = 8
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class SettingsFields(QObject):
    """The fields of the form that bear a setting's name.

    Signals:
        edited: the clerk changed something.
    """

    edited = Signal()

    def __init__(self, form: Ui_SettingsForm, closures: ClosureTable) -> None:
        super().__init__(closures)
        self._form, self._closures = form, closures
        self._lines: dict[str, QLineEdit] = {name: getattr(form, name) for name in _LINES}
        self._texts: dict[str, QPlainTextEdit] = {name: getattr(form, name) for name in _TEXTS}
        self._numbers: dict[str, QSpinBox] = {name: getattr(form, name) for name in _NUMBERS}
        self._checks: dict[str, QCheckBox] = {name: getattr(form, name) for name in _CHECKS}
        self._days: list[QCheckBox] = [getattr(form, name) for name in _DAYS]
        for line in self._lines.values():
            line.textChanged.connect(self.edited)
        for text in self._texts.values():
            text.textChanged.connect(self.edited)
        for number in self._numbers.values():
            number.valueChanged.connect(self.edited)
            # The style sheet's padding does not reach the field inside.
            number.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)
        for box in (*self._checks.values(), *self._days):
            box.toggled.connect(self.edited)
        closures.edited.connect(self.edited)
        self._mail_texts: tuple[OwnText, ...] = ()

    def show(self, settings: SchoolSettings) -> None:
        """Show settings."""
        for name, line in self._lines.items():
            line.setText(getattr(settings, name))
        for name, text in self._texts.items():
            text.setPlainText(getattr(settings, name))
        for name, number in self._numbers.items():
            number.setValue(getattr(settings, name))
        for name, box in self._checks.items():
            box.setChecked(getattr(settings, name))
        for day, box in enumerate(self._days):
            box.setChecked(day in settings.opening_weekdays)
        self._closures.show(settings.closures)
        self.take_mail_texts(settings.mail_texts)

    def take_mail_texts(self, texts: tuple[OwnText, ...]) -> None:
        """Take the words of the mails, which a dialog of their own edits."""
        self._mail_texts = texts
        state = count(len(texts), "courriel modifié", "courriels modifiés") if texts else "textes d’origine"
        self._form.mail_texts_state.setText(state)
        self.edited.emit()

    def settings(self, before: SchoolSettings) -> SchoolSettings:
        """Return the settings as the form has them; what has no field stays as before."""
        values: dict[str, Any] = {name: line.text().strip() for name, line in self._lines.items()}
        values |= {name: text.toPlainText().strip() for name, text in self._texts.items()}
        values |= {name: number.value() for name, number in self._numbers.items()}
        values |= {name: box.isChecked() for name, box in self._checks.items()}
        values["opening_weekdays"] = tuple(day for day, box in enumerate(self._days) if box.isChecked())
        values["closures"] = self._closures.closures()
        values["mail_texts"] = self._mail_texts
        return replace(before, **values)
