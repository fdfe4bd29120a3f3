"""Fills the settings form from `SchoolSettings`, and reads it back."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSpinBox

from turbo_admin.core.french import count
from turbo_admin.core.mails.own import OwnText
from turbo_admin.office.settings.school_settings import SchoolSettings
from turbo_admin.ui.forms.settings.settings_page import Ui_SettingsForm
from turbo_admin.ui.settings.closures import ClosureTable

# Widgets that edit one setting each. Closures, opening days and mail texts have widgets of their own.
SettingField = QLineEdit | QPlainTextEdit | QSpinBox | QCheckBox
_MARGIN = 8
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class SettingsFields(QObject):
    """The fields of the form that are named as a setting.

    Signals:
        edited: the clerk changed something.
    """

    edited = Signal()

    def __init__(self, form: Ui_SettingsForm, closures: ClosureTable) -> None:
        super().__init__(closures)
        self._form, self._closures = form, closures
        # By name, so that a new setting needs a field in `Settings` and a widget in the form, and nothing here.
        self.by_name = {
            name: widget for name in SchoolSettings.__struct_fields__ if (widget := _field(form, name))
        }
        self._days: list[QCheckBox] = [getattr(form, name) for name in _DAYS]
        for widget in (*self.by_name.values(), *self._days):
            _changed(widget).connect(self.edited)
            if isinstance(widget, QSpinBox):
                # The style sheet's padding does not apply to the line edit inside a spin box.
                widget.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)
        closures.edited.connect(self.edited)
        self._mail_texts: tuple[OwnText, ...] = ()

    def show(self, settings: SchoolSettings) -> None:
        """Show settings."""
        for name, widget in self.by_name.items():
            _fill(widget, getattr(settings, name))
        for day, box in enumerate(self._days):
            box.setChecked(day in settings.opening_weekdays)
        self._closures.show(settings.closures)
        self.take_mail_texts(settings.mail_texts)

    def take_mail_texts(self, texts: tuple[OwnText, ...]) -> None:
        """Keep the mail texts, which a dialog edits, and show how many there are."""
        self._mail_texts = texts
        state = count(len(texts), "courriel modifié", "courriels modifiés") if texts else "textes d’origine"
        self._form.mail_texts_state.setText(state)
        self.edited.emit()

    def settings(self, before: SchoolSettings) -> SchoolSettings:
        """Return the settings in the form; settings without a field keep their former value."""
        values: dict[str, Any] = {name: _value(widget) for name, widget in self.by_name.items()}
        values["opening_weekdays"] = tuple(day for day, box in enumerate(self._days) if box.isChecked())
        values["closures"] = self._closures.closures()
        values["mail_texts"] = self._mail_texts
        return replace(before, **values)


def _field(form: Ui_SettingsForm, name: str) -> SettingField | None:
    """Return the field named as a setting; None for a setting with a widget of its own."""
    widget = getattr(form, name, None)
    return widget if isinstance(widget, SettingField) else None


def _changed(widget: SettingField) -> SignalInstance:
    if isinstance(widget, QCheckBox):
        return widget.toggled
    return widget.valueChanged if isinstance(widget, QSpinBox) else widget.textChanged


def _fill(widget: SettingField, value: Any) -> None:
    if isinstance(widget, QCheckBox):
        widget.setChecked(value)
    elif isinstance(widget, QSpinBox):
        widget.setValue(value)
    elif isinstance(widget, QLineEdit):
        widget.setText(value)
    else:
        widget.setPlainText(value)


def _value(widget: SettingField) -> str | int | bool:
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, QSpinBox):
        return widget.value()
    # A blank at the end of a name would show on every sheet.
    return (widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()).strip()
