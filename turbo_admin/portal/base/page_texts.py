"""The French of the families' pages that is not in a template: notices, and what stands above a form.

Each text is marked here and translated into the visitor's language where it is shown.
"""

from turbo_admin.core.gettext_marks import N_
from turbo_admin.core.language import _

# Shown once, at the top of the next page. The first sentences answer an account request: schools' guides quote them.
NOTICES: dict[str, tuple[str, ...]] = {
    "demande": (
        N_(
            "Merci pour votre demande d’ouverture de compte. Nous vous communiquerons, dans un délai de {delay} h,"
            " vos identifiants par Email."
        ),
        N_(
            "Un accusé de réception vient de vous être envoyé : ouvrez-le pour confirmer votre adresse. S’il n’arrive pas,"
            " regardez dans vos courriers indésirables."
        ),
        N_("Le délai compte les jours d’ouverture de l’établissement."),
    ),
    "ajout": (
        N_("Votre demande est envoyée : l’établissement y répondra par e-mail."),
        N_(
            "Un accusé de réception vient de vous être envoyé. S’il n’arrive pas, regardez dans vos courriers indésirables."
        ),
    ),
    "mot-de-passe": (N_("Votre mot de passe est enregistré. C’est lui qui servira désormais."),),
    "change": (N_("Votre mot de passe est changé. Vos autres appareils ont été déconnectés."),),
    "adresse": (
        N_(
            "Un e-mail vient de partir à votre nouvelle adresse : ouvrez-le et appuyez sur son bouton pour la confirmer."
        ),
        N_("En attendant, rien ne change. S’il n’arrive pas, regardez dans vos courriers indésirables."),
    ),
    "adresse-annulee": (N_("Le changement d’adresse est annulé."),),
    "compte-ferme": (
        N_("Votre compte est fermé. Vous êtes déconnecté de tous vos appareils."),
        N_("Pour en avoir un de nouveau, demandez-le par « Créer un compte »."),
    ),
    "relies": (N_("Vos espaces sont reliés : vous connecter dans un établissement ouvre aussi les autres."),),
    "plus-relies": (N_("Cet espace n’est plus relié : chacun demande de nouveau son propre mot de passe."),),
    "pas-relies": (
        N_("Vos espaces ne sont pas reliés."),
        N_(
            "Pour les relier, connectez-vous de nouveau dans chaque établissement, puis revenez ici dans le quart d’heure."
        ),
    ),
    "autres": (N_("Vos autres appareils ont été déconnectés."),),
    "ferme": (N_("Cet appareil a été déconnecté."),),
    "au-revoir": (N_("Vous êtes déconnecté."),),
    "partout": (N_("Vous êtes déconnecté de tous vos appareils."),),
}


def notice_lines(notice: str, delay_hours: int) -> tuple[str, ...]:
    """Return the sentences of a notice, none for an empty one."""
    return tuple(_(line).format(delay=delay_hours) for line in NOTICES.get(notice, ()))


# One answer for every reason: unknown, wrong, blocked, closed, expired, too many tries.
SIGN_IN_FAILED = (
    N_("L’identifiant ou le mot de passe ne convient pas."),
    N_(
        "Tapez de nouveau le mot de passe : la touche Majuscules est peut-être verrouillée. Le mot de passe provisoire se"
        " recopie tel qu’il est écrit ; il ne contient ni i, ni l, ni o, ni 0, ni 1."
    ),
    N_(
        "Un mot de passe provisoire ne sert qu’une fois et s’arrête à sa date limite. Après plusieurs essais manqués,"
        " il faut attendre, quelques minutes d’abord, puis de plus en plus longtemps : même le bon mot de passe est alors"
        " refusé."
    ),
)


# Above the sign-in form, for whoever was sent there.
SIGN_IN_FIRST = N_("Connectez-vous pour continuer.")
SESSION_ENDED = (
    N_("Votre session a pris fin."),
    N_(
        "Elle s’arrête après une demi-heure sans rien faire. Connectez-vous de nouveau : vous reviendrez à la même page, et ce"
        " que vous y aviez tapé est gardé, sauf les mots de passe."
    ),
)
CHOICE_ENDED = (
    N_("Votre mot de passe n’est pas encore choisi : le temps est écoulé, ou le navigateur a été fermé."),
    N_(
        "Ouvrez de nouveau le lien de votre feuille ou de votre e-mail, dans ce navigateur : il y fonctionne encore pendant"
        " 12 heures. Sinon, demandez un autre e-mail par « identifiant \\ mot de passe oublié(s) ? », ou adressez-vous à"
        " l’établissement."
    ),
)
SIGN_IN_NAME_EMPTY = N_("Indiquez votre identifiant ou votre adresse e-mail.")
SIGN_IN_PASSWORD_EMPTY = N_("Indiquez votre mot de passe.")


def sign_in_failed() -> tuple[str, ...]:
    """Return the sentences of a sign-in that failed."""
    return tuple(_(line) for line in SIGN_IN_FAILED)


# Above a form whose cookie has gone meanwhile; what was typed stands in it again.
STALE_FORM = (
    N_("Cette page est restée ouverte trop longtemps : rien n’est encore envoyé"),
    N_(
        "Vérifiez ce qui est tapé ci-dessous, complétez-le, puis appuyez de nouveau sur le bouton. Si ce message revient,"
        " autorisez les cookies de ce site dans votre navigateur."
    ),
)


def stale_form() -> tuple[str, ...]:
    """Return what is said above a form whose cookie has gone."""
    return tuple(_(line) for line in STALE_FORM)


ADDRESS_SAME = N_("C’est déjà votre adresse : indiquez la nouvelle.")
ADDRESS_DOUBT = N_(
    "Vérifiez votre adresse : vouliez-vous écrire {meant} ? Si elle est juste, tapez votre mot de passe et appuyez de"
    " nouveau sur le bouton."
)
ADDRESS_TOO_OFTEN = N_("Vous avez demandé plusieurs changements d’adresse aujourd’hui : réessayez demain.")
# Of a full disk, or a database that went away: what was committed at that moment is not known.
UNRECORDED_REQUEST = N_(
    "Le site ne peut rien enregistrer en ce moment. Gardez cette page ouverte et envoyez de nouveau dans quelques minutes :"
    " envoyée deux fois, une demande ne compte qu’une fois."
)
UNRECORDED = N_(
    "Le site ne peut rien enregistrer en ce moment, et ce que vous venez d’envoyer ne l’est sans doute pas. Revenez à la page"
    " précédente : ce que vous avez tapé y est souvent encore. Envoyez de nouveau dans quelques minutes."
)
DOUBT = N_(
    "Vérifiez votre adresse : vouliez-vous écrire {meant} ? Si elle est juste, envoyez la demande telle quelle."
)
