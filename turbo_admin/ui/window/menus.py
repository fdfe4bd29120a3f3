"""The menu bar as a table: labels, pages, commands, shortcuts, and entries of later versions."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from turbo_admin.ui.kit.navigation import Command, PageKey


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a menu.

    Attributes:
        label: French, with its mnemonic.
        opens: the page it opens; None for a command.
        command: what it does; with neither, the entry is for later.
        keys: its shortcut.
        later: what the tooltip says of an entry for later.
    """

    label: str
    opens: PageKey | None = None
    command: Command | None = None
    keys: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu or sub-menu; None parts groups."""

    label: str
    entries: "tuple[Entry | Menu | None, ...]"


# Shown disabled: the staff knows these menus, and looks for the entries there.
def _later(label: str, what: str) -> Entry:
    return Entry(label, later=f"Disponible dans une prochaine version : {what}.")


MENUS: tuple[Menu, ...] = (
    Menu(
        "&Fichier",
        (
            Entry("&Établissement…", command=Command.ADD_SCHOOL),
            Entry("&Hôtes", opens=PageKey.DINERS, keys="Ctrl+H"),
            Entry("&Importer des hôtes…", opens=PageKey.ROSTER_IMPORT, keys="Ctrl+I"),
            Entry("E&xporter la liste… (Excel)", command=Command.EXPORT, keys="Ctrl+Shift+E"),
            None,
            Entry("&Sauvegarder…", command=Command.BACKUP),
            Entry("&Restaurer…", command=Command.RESTORE),
            None,
            Entry("&Quitter", command=Command.QUIT, keys="Ctrl+Q"),
        ),
    ),
    Menu(
        "&Comptabilité",
        (
            Menu(
                "&Espace numérique",
                (
                    Entry("&Demande de création de compte", opens=PageKey.INTAKE, keys="Ctrl+D"),
                    Entry("&Synchroniser maintenant", command=Command.SYNC, keys="F5"),
                    Entry("&Comptes de l’espace numérique", opens=PageKey.ACCOUNTS),
                    Entry("&Journal de synchronisation", opens=PageKey.SYNC_JOURNAL),
                    Entry("Journal des &actions", opens=PageKey.ACTIONS),
                    Entry("Acco&rd avec le portail", opens=PageKey.AGREEMENT),
                ),
            ),
            None,
            _later("E&ncaissements", "les paiements reçus"),
            _later("&Bordereau d’Encaissement (BE)", "la remise des encaissements"),
            _later("&Fiche Quotidienne d’Encaissement (FQE)", "les encaissements du jour"),
            None,
            _later("C&réances", "les sommes dues par trimestre"),
            _later("&Avis détaillés", "le détail des créances"),
        ),
    ),
    Menu(
        "&Réservations",
        (
            _later("&Calendrier", "les jours de service"),
            _later("&Effectifs prévus", "le nombre de repas à préparer"),
            _later("&Fermetures", "les jours sans service"),
        ),
    ),
    Menu(
        "C&onfiguration",
        (
            Entry("&Espace numérique", opens=PageKey.SCHOOLS),
            _later("&Moyens de paiement", "les moyens acceptés"),
            _later("Me&ntions et signatures", "les textes des éditions"),
            Entry("&Planification", opens=PageKey.PLANNING),
            _later("P&références", "les réglages de ce poste"),
        ),
    ),
    Menu(
        "&?",
        (
            Entry("&Aide", opens=PageKey.HELP, keys="F1"),
            Entry("&Raccourcis clavier", command=Command.SHORTCUTS),
            Entry("&Copier le rapport technique", command=Command.REPORT),
            Entry("À &propos", command=Command.ABOUT),
        ),
    ),
)
# Keys that stand in no menu, for the « Raccourcis clavier » window: keys, what they do.
OTHER_KEYS: tuple[tuple[str, str], ...] = (
    ("Ctrl+F", "Trouver un hôte"),
    ("Alt+←", "Revenir à la page précédente"),
    ("Alt+Début", "Accueil"),
    ("Ctrl+E", "Édition des identifiants"),
    ("Espace", "Cocher ou décocher les lignes choisies"),
    ("Entrée", "Ouvrir le détail de la ligne, ou la fiche de l’hôte"),
    ("F2", "Modifier l’hôte choisi"),
    ("Ctrl+G", "Générer les identifiants pour les lignes cochées"),
    ("Ctrl+R", "Rechercher dans la page"),
    ("Ctrl+Maj+C", "Cocher les concordances certaines, et aller à la première ligne à décider"),
    ("1 à 4", "Rattacher la demande à cet hôte possible, cocher la ligne, aller à la suivante à décider"),
    ("S", "Aller à la demande suivante à décider"),
    ("R", "Refuser les demandes choisies (Ctrl+Entrée confirme)"),
    ("Ctrl+M", "Envoyer par E-Mail les identifiants"),
    ("Ctrl+P", "Imprimer les fiches cochées"),
)
OpenPage = Callable[[PageKey], object]
RunCommand = Callable[[Command], None]


def build_menus(bar: QMenuBar, open_page: OpenPage, run: RunCommand) -> dict[Command, QAction]:
    """Fill the menu bar; returns the entries of commands.

    Args:
        open_page: called with the page.
        run: called with the command.
    """
    commands: dict[Command, QAction] = {}
    for menu in MENUS:
        _fill(bar.addMenu(menu.label), menu, open_page, run, commands)
    return commands


def enable(action: QAction, on: bool, why_not: str) -> None:
    """Let an entry be chosen, or not.

    Args:
        why_not: what its tooltip says when it cannot.
    """
    action.setEnabled(on)
    action.setToolTip("" if on else why_not)
    action.setStatusTip("" if on else why_not)


def entries(menus: "tuple[Entry | Menu | None, ...]" = MENUS) -> list[Entry]:
    """Return every entry of the tree, in order."""
    found: list[Entry] = []
    for item in menus:
        if isinstance(item, Menu):
            found += entries(item.entries)
        elif item is not None:
            found.append(item)
    return found


def _fill(
    shown: QMenu, menu: Menu, open_page: OpenPage, run: RunCommand, commands: dict[Command, QAction]
) -> None:
    # Qt hides tooltips of menu entries by default; they say why an entry cannot be chosen.
    shown.setToolTipsVisible(True)
    for item in menu.entries:
        if item is None:
            shown.addSeparator()
        elif isinstance(item, Menu):
            _fill(shown.addMenu(item.label), item, open_page, run, commands)
        else:
            action = _action(item, shown, open_page, run)
            shown.addAction(action)
            if item.command is not None:
                commands[item.command] = action


def _action(entry: Entry, parent: QWidget, open_page: OpenPage, run: RunCommand) -> QAction:
    action = QAction(entry.label, parent)
    # Qt would move « Quitter », « À propos » and « Préférences » elsewhere on a Mac; the menus stay as written.
    action.setMenuRole(QAction.MenuRole.NoRole)
    if entry.keys:
        action.setShortcut(entry.keys)
    page, command = entry.opens, entry.command
    if page is not None:
        action.triggered.connect(lambda: open_page(page))
    elif command is not None:
        action.setProperty("command", command.value)
        action.triggered.connect(lambda: run(command))
    else:
        action.setEnabled(False)
        action.setToolTip(entry.later)
        action.setStatusTip(entry.later)
    return action
