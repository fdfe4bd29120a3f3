"""Mails about changes of an account. Their facts and warnings are fixed: a school cannot change them."""

from turbo_admin.core.credentials.rules import Provisional
from turbo_admin.core.language import _, moment
from turbo_admin.core.mails.blocks import Block, Button, Facts, Letter, Paragraph
from turbo_admin.core.mails.compose import compose
from turbo_admin.core.mails.own import MailSite
from turbo_admin.core.mails.payloads import AccountData, AddressData, AddressTakenData


def password_changed(site: MailSite, data: AccountData, _secret: Provisional | None) -> Letter:
    """`motdepasse`: the password has been changed."""
    blocks: list[Block] = [
        _happened(
            data,
            _(
                "Le mot de passe de votre compte a été choisi ou changé le {moment}. Si c’est bien vous, vous n’avez rien"
                " à faire."
            ),
        ),
        _whose(data),
        Paragraph(
            _(
                "Si ce n’est pas vous, demandez tout de suite un nouveau mot de passe et prévenez l’établissement :"
            )
        ),
        Button(_("Mot de passe oublié"), site.link("mot-de-passe-oublie")),
    ]
    return compose(site, "motdepasse", blocks)


def address(site: MailSite, data: AddressData, secret: Provisional | None) -> Letter:
    """`adresse`: to a new address, with the button that confirms it."""
    blocks: list[Block] = [
        Paragraph(
            _(
                "Cette adresse e-mail vient d’être indiquée pour un compte de l’Espace Numérique. Confirmez par le bouton"
                " ou le lien ci-dessous qu’elle est bien la vôtre : elle remplacera alors l’ancienne."
            )
        ),
    ]
    if secret:
        blocks.append(Button(_("Confirmer mon adresse"), site.link(f"confirmer-adresse/{secret.link_token}")))
    blocks += [
        Paragraph(
            _("Ce lien ne sert qu’une fois, et s’arrête le {moment}.").format(moment=moment(data.expires_at))
        ),
        Paragraph(_("Si vous n’avez rien demandé, ignorez ce message : rien ne changera.")),
    ]
    return compose(site, "adresse", blocks)


def address_taken(site: MailSite, data: AddressTakenData, _secret: Provisional | None) -> Letter:
    """`adresse-prise`: to a new address that another account has; only that mailbox learns it."""
    happened = _(
        "Le {moment}, cette adresse e-mail a été indiquée pour un compte de l’Espace Numérique. Elle est déjà celle d’un"
        " autre compte du même établissement, et une adresse ne sert qu’à un compte : rien n’a été changé."
    )
    blocks: list[Block] = [
        Paragraph(happened.format(moment=moment(data.asked_at))),
        Paragraph(
            _(
                "Pour réunir vos enfants sur un seul compte, adressez-vous à l’établissement. Pour retrouver le compte de"
                " cette adresse :"
            )
        ),
        Button(_("Identifiant ou mot de passe oublié"), site.link("mot-de-passe-oublie")),
        Paragraph(_("Si vous n’avez rien demandé, ignorez ce message.")),
    ]
    return compose(site, "adresse-prise", blocks)


def address_asked(site: MailSite, data: AccountData, _secret: Provisional | None) -> Letter:
    """`adresse-demandee`: to the present address, when a change has been asked for."""
    blocks: list[Block] = [
        _happened(
            data,
            _(
                "Le {moment}, le remplacement de cette adresse e-mail par une autre a été demandé pour votre compte. Rien"
                " n’est encore changé : la nouvelle adresse doit d’abord être confirmée. Si c’est bien vous, vous n’avez"
                " rien à faire ici."
            ),
        ),
        _whose(data),
        Paragraph(
            _(
                "Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe : cela annule le changement."
                " Prévenez aussi l’établissement."
            )
        ),
        Button(_("Mot de passe oublié"), site.link("mot-de-passe-oublie")),
    ]
    return compose(site, "adresse-demandee", blocks)


def address_changed(site: MailSite, data: AccountData, _secret: Provisional | None) -> Letter:
    """`adresse-changee`: to the former address, after the change."""
    blocks: list[Block] = [
        _happened(
            data,
            _(
                "L’adresse e-mail de votre compte a été changée le {moment}. Nos messages iront désormais à la"
                " nouvelle ; celui-ci est le dernier envoyé ici. Si c’est bien vous, vous n’avez rien à faire."
            ),
        ),
        _whose(data),
        Paragraph(
            _("Si ce n’est pas vous, prévenez tout de suite l’établissement : il peut bloquer le compte.")
        ),
    ]
    return compose(site, "adresse-changee", blocks)


def closed(site: MailSite, data: AccountData, _secret: Provisional | None) -> Letter:
    """`fermeture`: the family has closed its account."""
    blocks: list[Block] = [
        _happened(
            data,
            _(
                "Votre compte a été fermé le {moment}, comme demandé dans l’Espace Numérique. Il ne permet plus de se"
                " connecter, sur aucun appareil."
            ),
        ),
        _whose(data),
        Paragraph(
            _(
                "Si ce n’est pas vous, prévenez tout de suite l’établissement : il peut rouvrir le compte. Si vous changez"
                " d’avis plus tard, demandez un nouveau compte :"
            )
        ),
        Button(_("Créer un compte"), site.link("creer-un-compte")),
    ]
    return compose(site, "fermeture", blocks)


def linked(site: MailSite, data: AccountData, _secret: Provisional | None) -> Letter:
    """`espaces-relies`: another school's password opens this account too."""
    blocks: list[Block] = [
        _happened(
            data,
            _(
                "Le {moment}, votre compte a été relié à celui d’un autre établissement, dans un navigateur où les deux"
                " étaient ouverts. Le mot de passe de l’un ouvre désormais aussi l’autre. Si c’est bien vous, vous n’avez"
                " rien à faire."
            ),
        ),
        _whose(data),
        Paragraph(
            _(
                "Si ce n’est pas vous, demandez tout de suite un nouveau mot de passe par ce bouton : s’en servir met fin"
                " à ce lien. Prévenez aussi l’établissement."
            )
        ),
        Button(_("Mot de passe oublié"), site.link("mot-de-passe-oublie")),
    ]
    return compose(site, "espaces-relies", blocks)


def _happened(data: AccountData, words: str) -> Paragraph:
    return Paragraph(words.format(moment=moment(data.changed_at)))


def _whose(data: AccountData) -> Facts:
    return Facts([(_("Identifiant"), data.login)])
