"""Compiles forms/ into turbo_admin/ui/forms/, a module a form, same folder and stem. `make forms` runs it."""

import re
import subprocess
import sys
from pathlib import Path

_IMPORT = re.compile(r"^from (PySide6\.\w+) import \(([^)]*)\)\n", re.MULTILINE)
ROOT = Path(__file__).resolve().parent.parent
FORMS, COMPILED = ROOT / "forms", ROOT / "turbo_admin" / "ui" / "forms"


def forms() -> list[Path]:
    """All forms, in order."""
    return sorted(FORMS.rglob("*.ui"))


def compiled(form: Path) -> Path:
    """Return where the module of a form stands."""
    return COMPILED / form.relative_to(FORMS).with_suffix(".py")


def compile_form(form: Path) -> str:
    """Return the module of a form, with line ends that do not depend on the machine.

    Raises:
        subprocess.CalledProcessError: the form is not one that uic reads.
    """
    uic = Path(sys.executable).with_name("pyside6-uic")
    # Run in its folder and by its name, so that no path of this machine gets into the header.
    done = subprocess.run(  # noqa: S603 (a program of this environment, on a form of this tree)
        [str(uic), form.name], cwd=form.parent, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return only_what_is_used(done.stdout.replace("\r\n", "\n"))


def only_what_is_used(module: str) -> str:
    """Return a compiled form without the names that it imports and never uses.

    Each class of Qt is made in Python when its name is first looked up; uic names forty, a form uses ten.
    """
    body = _IMPORT.sub("", module)
    used = set(re.findall(r"\b(?:Q[A-Z]\w+|Qt(?=\.))", body))

    def kept(found: "re.Match[str]") -> str:
        names = [name for name in re.findall(r"\w+", found[2]) if name in used]
        return f"from {found[1]} import ({', '.join(names)})\n" if names else ""

    return _IMPORT.sub(kept, module)


def main() -> None:
    """Compile all forms, and remove modules whose form is gone."""
    for form in forms():
        target, module = compiled(form), compile_form(form)
        target.parent.mkdir(parents=True, exist_ok=True)
        (target.parent / "__init__.py").touch()
        if not target.exists() or target.read_text(encoding="utf-8") != module:
            target.write_text(module, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{target.relative_to(ROOT)}\n")
    for left_over in set(COMPILED.rglob("*.py")) - {compiled(form) for form in forms()}:
        if left_over.name != "__init__.py":
            left_over.unlink()


if __name__ == "__main__":
    main()
