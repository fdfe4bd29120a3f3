"""The French of the families' site that is not in a template: notices, error pages, texts that a school may replace.

Each is marked here and said in the language of the visitor where it is shown.
"""

from collections.abc import Sequence

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


# What an account's own log says, by what was done.
LOGGED: dict[str, str] = {
    "created": N_("Compte créé par l’établissement"),
    "request_received": N_("Demande de compte envoyée"),
    "request_confirmed": N_("Adresse de la demande confirmée"),
    "signed_in": N_("Connexion"),
    "signed_in_provisional": N_("Connexion avec un mot de passe provisoire ou son lien"),
    "signed_in_linked": N_("Connexion par un espace relié"),
    "signed_out": N_("Déconnexion"),
    "session_ended": N_("Un autre appareil a été déconnecté"),
    "others_ended": N_("Tous les autres appareils ont été déconnectés"),
    "all_ended": N_("Tous les appareils ont été déconnectés"),
    "password_chosen": N_("Mot de passe choisi"),
    "password_changed": N_("Mot de passe changé"),
    "forgotten": N_("Mot de passe oublié : un e-mail a été demandé"),
    "email_asked": N_("Changement d’adresse e-mail demandé"),
    "email_given_up": N_("Changement d’adresse e-mail annulé"),
    "email_changed": N_("Adresse e-mail changée"),
    "linked": N_("Espaces reliés"),
    "unlinked": N_("Espaces plus reliés"),
    "links_ended": N_("Espaces plus reliés : un nouveau mot de passe provisoire y met fin"),
    "data_sent": N_("Données téléchargées"),
    "closed": N_("Compte fermé"),
}
# The mails that a family may have had, by their kind.
MAILED: dict[str, str] = {
    # Both alike: whether an address is another account's is told to that mailbox alone.
    "adresse": N_("E-mail envoyé à la nouvelle adresse"),
    "adresse-prise": N_("E-mail envoyé à la nouvelle adresse"),
    "adresse-demandee": N_("E-mail envoyé : changement d’adresse demandé"),
    "adresse-changee": N_("E-mail envoyé : adresse changée"),
    "identifiants": N_("E-mail envoyé : vos identifiants"),
    "oubli": N_("E-mail envoyé : mot de passe oublié"),
    "motdepasse": N_("E-mail envoyé : mot de passe changé"),
    "espaces-relies": N_("E-mail envoyé : espaces reliés"),
    "fermeture": N_("E-mail envoyé : compte fermé"),
}


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
DOUBT = N_(
    "Vérifiez votre adresse : vouliez-vous écrire {meant} ? Si elle est juste, envoyez la demande telle quelle."
)

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
TOO_OFTEN: dict[str, str] = {
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


def too_often_words(what: str, seconds: int) -> str:
    """Say what has been done too often, and when it may be done again.

    Args:
        what: a key of `TOO_OFTEN`.
    """
    return _(TOO_OFTEN[what]).format(wait=wait_words(seconds))


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


# Texts a paragraph each; a school's own stand in the place of the first two.
LEGAL_DEFAULT = (
    N_("Cet espace est édité par {name}. Le responsable de la publication est le chef d’établissement."),
    N_(
        "Il est réservé aux familles et aux personnels inscrits au service de restauration de l’établissement."
    ),
    N_("Le logiciel Turbo Admin est libre : il est publié sous licence AGPL, version 3 ou ultérieure."),
)

PRIVACY_DEFAULT = (
    N_(
        "L’établissement {name} est responsable du traitement. Celui-ci permet aux familles de gérer les repas de leurs enfants : c’est une mission d’intérêt public (article 6.1.e du RGPD)."
    ),
    N_(
        "Sont enregistrés : le nom, le prénom et la classe des titulaires de carte, le numéro de carte que vous indiquez dans votre demande, votre adresse e-mail, votre identifiant, une empreinte de votre mot de passe (jamais le mot de passe lui-même), la langue dans laquelle vous lisez ce site et un journal de vos connexions et de ce que vous faites sur votre compte : la date, l’acte et le genre d’appareil."
    ),
    N_(
        "Ces données ne servent qu’au service de restauration. Seuls l’établissement et l’hébergeur du site y ont accès. Elles ne sont ni vendues, ni cédées, ni transférées hors de l’Union européenne."
    ),
    N_(
        "Une demande refusée ou sans suite est effacée après 12 mois ; un compte et son adresse e-mail, 12 mois après le départ du titulaire de la carte ou après la fermeture du compte ; le journal des connexions, après 12 mois."
    ),
    N_(
        "Dans « Mon compte », vous pouvez lire ce journal, télécharger vos données, changer d’adresse e-mail et fermer votre compte. Vous pouvez aussi demander à consulter, corriger ou effacer vos données, en limiter l’usage ou vous y opposer, auprès de l’établissement. Si sa réponse ne vous convient pas, vous pouvez saisir la CNIL (www.cnil.fr)."
    ),
    N_(
        "Ce site ne mesure pas son audience et ne charge rien d’un autre site. Ses seuls cookies sont nécessaires : ils protègent les formulaires, gardent votre connexion jusqu’à la fermeture du navigateur, et reconnaissent un appareil déjà connecté pendant 180 jours."
    ),
)

ACCESSIBILITY = (
    N_(
        "L’établissement {name} s’engage à rendre cet espace accessible, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005."
    ),
    N_(
        "État de conformité : cet espace est non conforme avec le référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1, car aucun audit n’en a encore été mené. Déclaration établie le 28 novembre 2026."
    ),
    N_(
        "Ce qui est fait dès maintenant : toutes les pages se parcourent au clavier et avec un lecteur d’écran, fonctionnent sans JavaScript, s’affichent à 320 pixels de large et à 200 %, et suivent le thème clair ou sombre de votre appareil. Les erreurs d’un formulaire sont rappelées en tête de page."
    ),
    N_(
        "Si vous n’arrivez pas à lire une page ou à utiliser un formulaire, adressez-vous à l’établissement, par courrier, par téléphone ou à son accueil : il vous répondra autrement, par exemple sur papier."
    ),
    N_(
        "Voie de recours : si vous avez signalé un défaut qui vous empêche d’accéder à un contenu ou à un service et que vous n’avez pas obtenu de réponse satisfaisante, vous pouvez écrire au Défenseur des droits (www.defenseurdesdroits.fr), ou le contacter par courrier gratuit, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07."
    ),
)


def whole_text(paragraphs: Sequence[str], name: str) -> str:
    """Return a text with the school's name in it, paragraphs parted by an empty line."""
    return "\n\n".join(_(one).replace("{name}", name) for one in paragraphs)
