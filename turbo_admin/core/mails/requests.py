"""Mails about requesting an account and signing in; `words` has the parts that a school may edit."""

from collections.abc import Sequence

from turbo_admin.core.credentials.rules import Provisional
from turbo_admin.core.language import _, moment
from turbo_admin.core.mails.blocks import Block, Button, Facts, Letter, Paragraph, Steps
from turbo_admin.core.mails.compose import compose
from turbo_admin.core.mails.own import MailSite, paragraphs, well_set
from turbo_admin.core.mails.payloads import (
    CredentialsData,
    ForgottenData,
    RefusalData,
    RequestData,
    VigilanceData,
)


def acknowledgement(site: MailSite, data: RequestData, secret: Provisional | None) -> Letter:
    """`demande`: acknowledges a request, with the button that confirms the address."""
    blocks: list[Block] = []
    if secret:
        blocks += [
            Paragraph(_("Confirmez que cette adresse e-mail est la vôtre : la réponse en sera plus rapide.")),
            Button(_("Confirmer mon adresse"), site.link(f"confirmer/{secret.link_token}")),
        ]
    if data.reference:
        blocks.append(Facts([(_("Référence de votre demande"), data.reference)]))
    if secret:
        blocks.append(
            Paragraph(
                _("Où en est votre demande : {address}").format(
                    address=site.link(f"demande/{secret.link_token}")
                )
            )
        )
    blocks += [
        Paragraph(
            _(
                "Pensez à regarder aussi dans vos courriers indésirables. Si vous n’avez rien demandé, ignorez ce"
                " message."
            )
        ),
    ]
    return compose(site, "demande", blocks)


def credentials(site: MailSite, data: CredentialsData, secret: Provisional | None) -> Letter:
    """`identifiants`: the credentials, as on the printed sheet."""
    blocks = [*_way_in(site, data, secret), *_advice(site)]
    return compose(site, "identifiants", blocks, prenom_nom=_names(data.diners))


def forgotten(site: MailSite, data: ForgottenData, secret: Provisional | None) -> Letter:
    """`oubli`: the identifiants of the address, and a new provisional password for one of them."""
    shown = CredentialsData(login=data.login, expires_at=data.expires_at, diners=data.diners)
    blocks = [
        Paragraph(
            _(
                "Tant que vous ne choisissez pas de nouveau mot de passe, l’ancien reste valable. Si vous n’avez rien"
                " demandé, ignorez ce message."
            )
        ),
        *_way_in(site, shown, secret),
        *(Paragraph(_other(other.login, _names(other.diners))) for other in data.others),
        *_advice(site),
    ]
    return compose(site, "oubli", blocks, prenom_nom=_names(data.diners))


def refusal(site: MailSite, data: RefusalData, _secret: Provisional | None) -> Letter:
    """`refus`: the office's reason."""
    blocks: list[Block] = [
        *(Paragraph(part) for line in data.reason.splitlines() for part in paragraphs(well_set(line))),
        Paragraph(_("Vous pouvez envoyer une nouvelle demande corrigée :")),
        Button(_("Créer un compte"), site.link("creer-un-compte")),
    ]
    return compose(site, "refus", blocks)


def vigilance(site: MailSite, data: VigilanceData, _secret: Provisional | None) -> Letter:
    """`vigilance`: to a guardian: another address, not named, has or asks for an account for the diner."""
    happened = (
        _(
            "Un compte de l’Espace Numérique vient d’être ouvert pour {whom}, avec une autre adresse e-mail que la vôtre."
        )
        if data.opened
        else _(
            "Un compte de l’Espace Numérique a été demandé pour {whom}, avec une autre adresse e-mail que la vôtre."
            " L’établissement vérifie cette demande avant d’y répondre."
        )
    )
    blocks: list[Block] = [
        Paragraph(happened.format(whom=data.first_name or _("votre enfant"))),
        Paragraph(_("Si c’est vous, un autre responsable ou l’élève, vous n’avez rien à faire.")),
        Paragraph(
            _("Si ce n’est pas normal, appelez la cantine ou écrivez-lui sans attendre :")
            if site.reach
            else _("Si ce n’est pas normal, adressez-vous sans attendre à l’accueil de l’établissement :")
        ),
        Facts(
            [
                *([(_("Téléphone"), site.phone)] if site.phone else []),
                *([(_("E-mail"), site.email)] if site.email else []),
                (_("Établissement"), site.name),
            ]
        ),
        Paragraph(
            _("Vous recevez ce message parce que l’établissement connaît votre adresse pour cette personne.")
        ),
    ]
    return compose(site, "vigilance-ouverture" if data.opened else "vigilance-demande", blocks)


def _way_in(site: MailSite, data: CredentialsData, secret: Provisional | None) -> list[Block]:
    password = secret.password if secret and site.shows_password else ""
    facts, first = (
        [(_("Identifiant"), data.login)],
        _("Ouvrez votre espace par le bouton ou le lien ci-dessous."),
    )
    valid = _("Ce lien sert une seule fois, jusqu’au {moment}.")
    if password:
        facts.append((_("Mot de passe provisoire"), password))
        first = _(
            "Ouvrez votre espace par le bouton ou le lien ci-dessous, ou connectez-vous sur {address} avec ce qui est écrit ici."
        ).format(address=site.link("connexion"))
        valid = _("Le mot de passe provisoire et le lien servent une seule fois, jusqu’au {moment}.")
    steps = [
        first,
        _("Choisissez votre propre mot de passe."),
        _("Il servira, avec votre identifiant ou votre adresse e-mail, à toutes vos connexions."),
    ]
    return [
        Facts(facts),
        Steps(steps),
        *([Button(_("Ouvrir mon espace"), site.link(f"activer/{secret.link_token}"))] if secret else []),
        Paragraph(valid.format(moment=moment(data.expires_at))),
    ]


def _advice(site: MailSite) -> list[Block]:
    again = _(
        "Délai passé, message perdu ? Demandez-en un autre par « identifiant \\ mot de passe oublié(s) ? » sur {address}"
    )
    return [
        Paragraph(again.format(address=site.link())),
        Paragraph(_("Personne ne vous demandera jamais votre mot de passe, ni par e-mail ni par téléphone.")),
    ]


def _other(login: str, names: str) -> str:
    if not names:
        return _("Autre identifiant de cette adresse : {login}.").format(login=login)
    return _("Autre identifiant de cette adresse : {login} pour {names}.").format(login=login, names=names)


def _names(diners: Sequence[str]) -> str:
    """`Léa MARTIN, Hugo MARTIN et Inès MARTIN`; empty for nobody."""
    if len(diners) < 2:
        return "".join(diners)
    *most, last = diners
    return _("{most} et {last}").format(most=", ".join(most), last=last)
