"""`turbo-admin` alone: the desktop."""

import argparse


def register_default(parser: argparse.ArgumentParser) -> None:
    """Make opening the desktop what happens without a command.

    `--database` stands here too, for the desktop; the office's commands have their own.
    """
    parser.add_argument(
        "--database",
        metavar="BASE",
        help="base du bureau : chemin d’un fichier SQLite ou adresse postgresql:// (par défaut : celle de ce poste)",
    )
    parser.set_defaults(run=_open)


def _open(options: argparse.Namespace) -> int:
    from turbo_admin.app import run

    return run(options.database)
