"""What families read when something is refused or breaks: error pages, too many tries."""

from turbo_admin.core.gettext_marks import N_
from turbo_admin.core.language import _

# What each refusal says: what happened, and what to do about it.
ERROR_PAGES: dict[int, tuple[str, str]] = {
    400: (
        N_("Demande illisible"),
        N_("Votre navigateur a envoyé une demande que nous ne comprenons pas. Revenez à la page précédente."),
    ),
    403: (
        N_("Formulaire périmé"),
        N_(
            "Cette page est restée ouverte trop longtemps, ou votre navigateur refuse les cookies. Revenez à la page"
            " précédente, rechargez-la, puis recommencez."
        ),
    ),
    404: (
        N_("Page introuvable"),
        N_("Cette page n’existe pas. Vérifiez l’adresse que votre établissement vous a donnée."),
    ),
    405: (
        N_("Page introuvable"),
        N_("Cette page ne s’utilise pas ainsi. Revenez à l’accueil de votre établissement."),
    ),
    413: (
        N_("Formulaire trop long"),
        N_("Ce que vous avez envoyé est trop long. Revenez à la page précédente et raccourcissez."),
    ),
    415: (
        N_("Demande illisible"),
        N_("Ce formulaire n’a pas été envoyé par un navigateur. Revenez à la page précédente."),
    ),
    429: (
        N_("Trop d’essais"),
        N_("Il y a eu beaucoup d’essais. Attendez un peu, puis recommencez."),
    ),
    500: (
        N_("Une anomalie s’est produite"),
        N_("Ce n’est pas de votre fait, et nous en gardons la trace. Réessayez dans quelques minutes."),
    ),
    503: (
        N_("Réessayez dans un instant"),
        N_("Le site est très demandé en ce moment. Réessayez dans un instant : rien n’est perdu."),
    ),
}


# What has been done too often, and by whom; the wait is `wait_words`.
TOO_MANY_TRIES: dict[str, str] = {
    "demande-ip": N_(
        "Beaucoup de demandes viennent de votre connexion à Internet. Envoyez de nouveau celle-ci dans {wait}."
    ),
    "courriel": N_(
        "Beaucoup de demandes ont été faites pour cette adresse. Recommencez dans {wait}, ou adressez-vous à l’établissement."
    ),
    "connexion-ip": N_(
        "Beaucoup d’essais manqués viennent de votre connexion à Internet. Recommencez dans {wait}."
    ),
    "oubli-ip": N_("Beaucoup de demandes viennent de votre connexion à Internet. Recommencez dans {wait}."),
    "donnees": N_("Vous avez téléchargé vos données beaucoup de fois. Recommencez dans {wait}."),
}


def too_many_tries_words(what: str, seconds: int) -> str:
    """Say what has been done too often, and when it may be done again.

    Args:
        what: a key of `TOO_MANY_TRIES`.
    """
    return _(TOO_MANY_TRIES[what]).format(wait=wait_words(seconds))


def wait_words(seconds: int) -> str:
    """Say how long a wait is, rounded up: `une minute`, `12 minutes`, `une heure`, `5 heures`."""
    minutes = -(-seconds // 60)
    if minutes <= 1:
        return _("une minute")
    if minutes < 60:
        return _("{number} minutes").format(number=minutes)
    hours = -(-minutes // 60)
    return _("une heure") if hours == 1 else _("{number} heures").format(number=hours)


def error_words(status: int) -> tuple[str, str]:
    """Return the title and the text of an error page."""
    title, words = ERROR_PAGES.get(status) or ERROR_PAGES[400 if status < 500 else 500]
    return _(title), _(words)
