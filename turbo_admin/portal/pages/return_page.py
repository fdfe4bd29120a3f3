"""Where a visitor goes on after signing in: the page that asked for a session, and what was typed there."""

# Pages that ask for a session, by their path below the school's. No other may be returned to: the path comes from a URL.
_PAGES = (
    "choisir-mot-de-passe",
    "mon-espace",
    "historique",
    "mon-compte",
    "mon-compte/ajouter",
    "mon-compte/appareils",
    "mon-compte/adresse",
    "mon-compte/mes-donnees",
    "mon-compte/fermer",
)
CHOICE = _PAGES[0]
# Fields that are kept while their visitor signs in again; never a password.
KEPT_FIELDS = ("carte", "nom", "prenom", "email", "lesquels")


def return_page(path: str) -> str:
    """Return the page that a path below the school's belongs to: that of its form for what is posted; empty for none."""
    found = [page for page in _PAGES if path == page or path.startswith((f"{page}/", f"{page}."))]
    return max(found, key=len, default="")
