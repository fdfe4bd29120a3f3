"""`turbo-admin` without a command: opens the desktop."""

import argparse


def register_default(parser: argparse.ArgumentParser) -> None:
    """Open the desktop when no command is given.

    `--database` stands here too, for the desktop; the office's commands have their own.
    """
    parser.add_argument(
        "--database",
        metavar="BASE",
        help="base du bureau : chemin d’un fichier SQLite ou adresse postgresql:// (par défaut : celle de ce poste)",
    )
    parser.set_defaults(run=_open)


def _open(options: argparse.Namespace) -> int:
    # Imported here: a portal is installed without Qt.
    from turbo_admin.app import run

    return run(options.database)
