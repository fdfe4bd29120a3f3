"""The menu bar, as a table: what is written, what it opens, and what is for later."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


class Entry(NamedTuple):
    """A line of a menu.

    Attributes:
        label: French, with its mnemonic.
        opens: key of a page; empty for an act.
        act: key of one of the window's acts; with neither, the entry is for later.
        keys: its shortcut.
        later: what the tooltip says of an entry for later.
    """

    label: str
    opens: str = ""
    act: str = ""
    keys: str = ""
    later: str = ""


class Menu(NamedTuple):
    """A menu or sub-menu; None parts groups."""

    label: str
    entries: "tuple[Entry | Menu | None, ...]"


def _later(label: str, what: str) -> Entry:
    return Entry(label, later=f"Disponible dans une prochaine version : {what}.")


MENUS: tuple[Menu, ...] = (
    Menu(
        "&Fichier",
        (
            Entry("&Établissement…", act="add_school"),
            Entry("&Hôtes", opens="hosts", keys="Ctrl+H"),
            Entry("&Importer des hôtes…", opens="roster_import", keys="Ctrl+I"),
            Entry("E&xporter la liste… (Excel)", act="export", keys="Ctrl+Shift+E"),
            None,
            _later("&Sauvegarder…", "une copie de la base dans un fichier"),
            _later("&Restaurer…", "reprendre une copie de la base"),
            None,
            Entry("&Quitter", act="quit", keys="Ctrl+Q"),
        ),
    ),
    Menu(
        "&Comptabilité",
        (
            Menu(
                "&Espace numérique",
                (
                    Entry("&Demande de création de compte", opens="intake", keys="Ctrl+D"),
                    Entry("&Synchroniser maintenant", act="sync", keys="F5"),
                    Entry("&Comptes de l’espace numérique", opens="accounts"),
                    Entry("&Journal de synchronisation", opens="sync_journal"),
                    Entry("Journal des &actions", opens="actions"),
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
            Entry("&Espace numérique", opens="schools"),
            _later("&Moyens de paiement", "les moyens acceptés"),
            _later("Me&ntions et signatures", "les textes des éditions"),
            Entry("&Planification", opens="planning"),
            _later("P&références", "les réglages de ce poste"),
        ),
    ),
    Menu(
        "&?",
        (
            Entry("&Aide", opens="help", keys="F1"),
            Entry("&Raccourcis clavier", act="shortcuts"),
            Entry("&Copier le rapport technique", act="report"),
            Entry("À &propos", act="about"),
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
OpenPage = Callable[[str], object]
DoAct = Callable[[str], None]


def build_menus(bar: QMenuBar, open_page: OpenPage, do_act: DoAct) -> dict[str, QAction]:
    """Fill the menu bar; returns the entries of acts, by their key.

    Args:
        open_page: called with the key of a page.
        do_act: called with the key of an act.
    """
    acts: dict[str, QAction] = {}
    for menu in MENUS:
        _fill(bar.addMenu(menu.label), menu, open_page, do_act, acts)
    return acts


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


def _fill(shown: QMenu, menu: Menu, open_page: OpenPage, do_act: DoAct, acts: dict[str, QAction]) -> None:
    shown.setToolTipsVisible(True)
    for item in menu.entries:
        if item is None:
            shown.addSeparator()
        elif isinstance(item, Menu):
            _fill(shown.addMenu(item.label), item, open_page, do_act, acts)
        else:
            action = _action(item, shown, open_page, do_act)
            shown.addAction(action)
            if item.act:
                acts[item.act] = action


def _action(entry: Entry, parent: QWidget, open_page: OpenPage, do_act: DoAct) -> QAction:
    action = QAction(entry.label, parent)
    # Qt would move « Quitter », « À propos » and « Préférences » elsewhere on a Mac; the menus stay as written.
    action.setMenuRole(QAction.MenuRole.NoRole)
    if entry.keys:
        action.setShortcut(entry.keys)
    if entry.opens:
        action.triggered.connect(lambda: open_page(entry.opens))
    elif entry.act:
        action.setProperty("act", entry.act)
        action.triggered.connect(lambda: do_act(entry.act))
    else:
        action.setEnabled(False)
        action.setToolTip(entry.later)
        action.setStatusTip(entry.later)
    return action
