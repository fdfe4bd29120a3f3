"""Light and dark theme: the colours of `core.colours` as a palette and a style sheet."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from turbo_admin.core.colours import DARK, LIGHT, Colours
from turbo_admin.ui.kit.resources import resource
from turbo_admin.ui.kit.style_sheet import style_sheet

FAMILY = "Source Sans Pro"
# What the home page is written in, and what other pages want besides.
_WEIGHTS, _OTHER_WEIGHTS = ("Regular", "Semibold"), ("Bold", "It")
_POINTS = 10
ROW_HEIGHT = 34


class Theme(QObject):
    """The colours in use, and what paints them on the whole application.

    Args:
        application: themed at once and again at each change of the system's scheme.

    Signals:
        changed: the colours are other ones; what was painted with the former ones is painted again.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.colours = LIGHT
        application.setFont(_load_font())
        self.show(DARK if _is_dark(application.palette()) else LIGHT)
        # The clerk may switch the system to dark while the program runs.
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in use."""
        return self.colours is DARK

    def show(self, colours: Colours) -> None:
        """Give the application these colours."""
        self.colours = colours
        self._application.setPalette(palette(colours))
        name = "dark" if self.is_dark else "light"
        chevron, check = (resource(f"{picture}-{name}.svg").as_posix() for picture in ("chevron", "check"))
        self._application.setStyleSheet(style_sheet(colours, chevron, check))
        self.changed.emit()

    def _on_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        self.show(DARK if scheme == Qt.ColorScheme.Dark else LIGHT)


def _is_dark(system: QPalette) -> bool:
    """Whether the system uses a dark scheme; Fusion's own palette follows the system's scheme."""
    ground, ink = (system.color(role) for role in (QPalette.ColorRole.Window, QPalette.ColorRole.WindowText))
    return ground.lightness() < ink.lightness()


def palette(colours: Colours) -> QPalette:
    """Return Qt's palette for the tokens."""
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.raised,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.none,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Highlight: colours.select,
        QPalette.ColorRole.HighlightedText: colours.text,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.accent,
        QPalette.ColorRole.Mid: colours.muted,
    }
    # Made from two colours first: Qt derives the roles that are not set below.
    made = QPalette(QColor(colours.surface), QColor(colours.window))
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    # As in the style sheet; Qt would derive the colour of disabled text from other roles.
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return made


def set_part(widget: QWidget, part: str) -> None:
    """Have the style sheet show a widget as another of its parts from now on."""
    widget.setProperty("part", part)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def tabular(font: QFont) -> QFont:
    """Return the font with figures of one width, for columns of numbers."""
    made = QFont(font)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def semibold(font: QFont) -> QFont:
    """Return the font in semibold."""
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def install_french(application: QApplication) -> None:
    """Set Qt's locale to French: numbers, dates, and its own buttons and menus."""
    french = QLocale(QLocale.Language.French, QLocale.Country.France)
    QLocale.setDefault(french)
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(french, "qtbase", "_", folder):
        application.installTranslator(translator)


def load_other_weights() -> None:
    """Load the weights that the home page does without."""
    _load_weights(_OTHER_WEIGHTS)


def _load_font() -> QFont:
    _load_weights(_WEIGHTS)
    return QFont(FAMILY, _POINTS)


def _load_weights(weights: Iterable[str]) -> None:
    found = find_spec("font_source_sans_pro")
    if found is not None and found.origin is not None:
        # Without the package Qt takes a font of the system.
        for weight in weights:
            file = Path(found.origin).parent / "files" / f"SourceSansPro-{weight}.ttf"
            QFontDatabase.addApplicationFont(str(file))
