"""The style sheet over Fusion, for corners, borders and spacing that a palette cannot express."""

from string import Template

from turbo_admin.core.colours import Colours

_SHEET = Template(
    """
QToolTip { background: $raised; color: $text; border: 1px solid $muted; padding: 4px 6px; }
QMenuBar { background: $surface; border-bottom: 1px solid $line; padding: 1px 10px; }
QMenuBar::item { padding: 5px 12px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $select; color: $text; }
QMenu { background: $surface; border: 1px solid $muted; padding: 4px; }
QMenu::item { padding: 6px 26px 6px 14px; border-radius: 4px; }
QMenu::item:selected { background: $select; color: $text; }
QMenu::item:disabled { color: $muted; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QStatusBar { background: $surface; border-top: 1px solid $line; color: $muted; }
QStatusBar::item { border: none; }

QLabel[part="crumbs"], QLabel[part="muted"] { color: $muted; }
QLabel[part="title"] { font-size: 19px; font-weight: 600; }
QLabel[part="heading"] { font-weight: 600; }
QLabel[part="figure"] { font-size: 28px; font-weight: 600; color: $accent; }
QLabel[part="step"], QLabel#plot_text, OpeningView QLabel { qproperty-alignment: AlignCenter; }
QLabel#family_link { qproperty-textInteractionFlags: TextSelectableByMouse; }
QLabel[part="step"] { background: $accent; color: $on_accent; border-radius: 13px; font-weight: 600; }
QLabel[part="field"] { color: $muted; }
QLabel[part="trouble"] { color: $none; }
QLabel[part="caution"] { color: $probable; }

QFrame[part="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[part="bar"] { background: $soft; border: 1px solid $accent; border-radius: 8px; margin-bottom: 10px; }
QFrame[part="busy"] { background: $surface; border: 1px solid $line; border-radius: 8px; margin-bottom: 10px; }
QFrame[part="bar"][tone="trouble"] { border-color: $none; }
QFrame[part="bar"][tone="warning"] { border-color: $probable; }

QPushButton { background: $surface; color: $text; border: 1px solid $muted; border-radius: 6px;
  padding: 6px 14px; min-height: 17px; }
QPushButton:hover { background: $soft; }
QPushButton:pressed { background: $select; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: $muted; border-color: $line; background: $raised; }
QPushButton[part="primary"], QDialog QPushButton:default {
  background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[part="primary"] { font-weight: 600; }
QPushButton[part="primary"]:focus, QDialog QPushButton:default:focus { border: 2px solid $text; }
QPushButton[part="primary"]:disabled, QDialog QPushButton:default:disabled {
  background: $raised; color: $muted; border-color: $line; }
QPushButton[part="link"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: 2px 4px; text-align: left; }
QPushButton[part="link"]:hover { text-decoration: underline; }
QPushButton[part="link"]:focus { border: 1px solid $accent; }
QPushButton[part="link"]:disabled { color: $muted; }
QPushButton[part="candidate"] { background: transparent; border: none; padding: 0; min-height: 18px; text-align: left; }
QPushButton[part="candidate"]:hover { color: $accent; text-decoration: underline; }
QPushButton[part="candidate"]:disabled { color: $muted; background: transparent; }
QPushButton[part="tile"] { text-align: left; border: 1px solid $line; border-radius: 8px; padding: 0;
  min-height: 84px; }
QPushButton[part="tile"]:hover { border-color: $accent; }
QPushButton[part="tile"]:focus { border: 2px solid $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDateEdit, QTimeEdit, QComboBox {
  background: $surface; color: $text; border: 1px solid $muted; border-radius: 6px; padding: 5px 8px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDateEdit:focus,
QTimeEdit:focus, QComboBox:focus {
  border: 2px solid $accent; padding: 4px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QDateEdit:disabled, QTimeEdit:disabled, QComboBox:disabled {
  color: $muted; border-color: $line; background: $raised; }
QSpinBox QLineEdit, QDateEdit QLineEdit, QTimeEdit QLineEdit { border: none; padding: 0 6px; background: transparent; min-height: 17px; }
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button { width: 0; height: 0; border: none; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 24px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url($chevron); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $muted; outline: none;
  selection-background-color: $select; selection-color: $text; }
QTextBrowser { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 12px; }
QTextBrowser[part="paper"] { padding: 0; border-radius: 0; }

QTableView, QListView, QListWidget { background: $surface; alternate-background-color: $raised;
  border: 1px solid $line; border-radius: 8px; outline: none;
  selection-background-color: $select; selection-color: $text; }
QTableView:focus, QListView:focus, QListWidget:focus { border: 1px solid $accent; }
QTableView::item { padding: 0 6px; border: none; }
QListView::item, QListWidget::item { padding: 7px 8px; border: none; }
QTableView::item:selected, QListView::item:selected, QListWidget::item:selected {
  background: $select; }
QHeaderView { background: $raised; border: none; border-top-left-radius: 8px; border-top-right-radius: 8px; }
QHeaderView::section { background: $raised; color: $muted; border: none;
  border-bottom: 1px solid $line; padding: 8px 9px; font-weight: 600; }
QHeaderView::section:first { border-top-left-radius: 8px; }
QHeaderView::section:last { border-top-right-radius: 8px; }
QTableCornerButton::section { background: $raised; border: none; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 16px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { background: $soft; }

QProgressBar { background: $raised; border: 1px solid $line; border-radius: 5px; text-align: center;
  max-height: 10px; min-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QScrollArea, QScrollArea > QWidget > QWidget[part="canvas"] { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }
QDockWidget { color: $text; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator, QListView::indicator { width: 15px; height: 15px; border: 1px solid $muted; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:focus { border: 2px solid $accent; width: 13px; height: 13px; }
QCheckBox::indicator:checked:focus { border-color: $text; }
QRadioButton { spacing: 8px; }
QRadioButton:focus { color: $accent; }
QRadioButton::indicator { width: 15px; height: 15px; border: 1px solid $muted; border-radius: 8px; background: $surface; }
QRadioButton::indicator:checked { width: 7px; height: 7px; border: 5px solid $accent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMainWindow::separator { width: 0; height: 0; }
QCheckBox:focus { color: $accent; }
QPdfView { background: $raised; border: 1px solid $line; border-radius: 8px; }
"""
)


def style_sheet(colours: Colours, chevron: str, check: str) -> str:
    """Return the style sheet in these colours.

    Args:
        colours: the theme.
        chevron, check: paths of the arrow of drop-down lists and of the tick, with forward slashes.
    """
    return _SHEET.substitute(colours._asdict(), chevron=chevron, check=check)
