"""Finds the pictures and texts that are shipped with the program, in a wheel as in a working copy."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]


def resource(name: str) -> Path:
    """Return the path of a file of `resources/`.

    Raises:
        FileNotFoundError: the installation is not complete.
    """
    # A wheel has `resources` inside the package; a working copy beside it.
    for folder in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(name)
