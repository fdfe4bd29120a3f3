"""argparse in French: headings and error messages."""

import argparse
import re
import sys
from typing import NoReturn

_HEADINGS = {"usage: ": "Utilisation : ", "show this help message and exit": "affiche cette aide"}
# argparse has gettext calls, but no French catalogue is shipped with Python; its messages are matched instead.
_MESSAGES = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"unrecognized arguments: (.*)", r"argument inconnu : \1"),
    (r"argument (.*): expected one argument", r"\1 attend une valeur"),
    (r"argument (.*): expected at least one argument", r"\1 attend au moins une valeur"),
    (r"argument (.*): invalid int value: (.*)", r"\1 attend un nombre entier, pas \2"),
    (
        r"argument (.*): invalid choice: (.*) \(choose from (.*)\)",
        r"\1 : \2 n’existe pas (choix : \3)",
    ),
    (r"argument (.*): not allowed with argument (.*)", r"\1 et \2 s’excluent"),
    (r"one of the arguments (.*) is required", r"il faut l’un de : \1"),
)
# As argparse itself exits.
USAGE_ERROR = 2


class FrenchParser(argparse.ArgumentParser):
    """An argument parser whose help and errors are French; sub-parsers are of the same class."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        # Abbreviated options would change their meaning when a longer one is added.
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._positionals.title = "Arguments"
        self._optionals.title = "Options"

    def format_help(self) -> str:
        """Return the help with French headings."""
        return _translate_headings(super().format_help())

    def format_usage(self) -> str:
        """Return the usage line with its French heading."""
        return _translate_headings(super().format_usage())

    def error(self, message: str) -> NoReturn:
        """Print what is wrong with the command, in French, and exit with code 2."""
        for shape, french in _MESSAGES:
            message = re.sub(shape, french, message)
        print(self.format_usage() + f"{self.prog} : {message}", file=sys.stderr)
        raise SystemExit(USAGE_ERROR)


def _translate_headings(text: str) -> str:
    for english, french in _HEADINGS.items():
        text = text.replace(english, french)
    # argparse ends a heading with « : » without the space that French wants.
    return re.sub(r"^(\w+):$", "\\1\u00a0:", text, flags=re.MULTILINE)
