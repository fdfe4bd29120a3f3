"""Legal notice, privacy and accessibility, as every school has them until it writes its own."""

from collections.abc import Sequence

from turbo_admin.core.gettext_marks import N_
from turbo_admin.core.language import _

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
        "Ce site ne mesure pas son audience et ne charge rien d’un autre site. Ses seuls cookies sont nécessaires : ils protègent les formulaires, gardent votre connexion jusqu’à la fermeture du navigateur, reconnaissent un appareil déjà connecté pendant 180 jours, permettent de reprendre le choix d’un mot de passe pendant 12 heures, et gardent dix minutes ce que vous venez de taper (jamais un mot de passe)."
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
