"""Compiles forms/*.ui into turbo_admin/ui/forms/, a module a form, same stem. `make forms` runs it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORMS, COMPILED = ROOT / "forms", ROOT / "turbo_admin" / "ui" / "forms"


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
    return done.stdout.replace("\r\n", "\n")


def main() -> None:
    """Compile all forms, and remove modules whose form is gone."""
    forms = sorted(FORMS.glob("*.ui"))
    for form in forms:
        target = COMPILED / f"{form.stem}.py"
        module = compile_form(form)
        if not target.exists() or target.read_text(encoding="utf-8") != module:
            target.write_text(module, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{target.relative_to(ROOT)}\n")
    for left_over in set(COMPILED.glob("*.py")) - {COMPILED / f"{form.stem}.py" for form in forms}:
        if left_over.name != "__init__.py":
            left_over.unlink()


if __name__ == "__main__":
    main()
