"""What answers of mail servers mean, row by row; and what may be quoted of them."""

import pytest

from tests.all_cases import all_cases
from turbo_admin.portal.mail.classification import classify
from turbo_admin.portal.mail.failure_reasons import REASONS, in_words
from turbo_admin.portal.mail.redaction import decode_answer, redacted_words

TO = "marie.hanneton@exemple.fr"

# code, text, what it means
ANSWERS = [
    # The limit of our own account.
    (550, "5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to https://x.example/a", "quota"),
    (550, "5.4.5 Daily SMTP relay limit exceeded for user.", "quota"),
    (550, "5.4.5", "quota"),
    (421, "4.7.0 Our system has detected an unusual rate of unsolicited mail originating from your IP address.", "quota"),
    (421, "4.7.0 Try again later, closing connection.", "quota"),
    (421, "4.7.28 Gmail has detected an unusual rate of unsolicited mail", "quota"),
    (450, "4.2.1 Peak SMTP relay limit exceeded for customer.", "quota"),
    (452, "4.5.3 Your message has too many recipients.", "quota"),
    (452, "4.5.3 Domain policy size per transaction exceeded", "quota"),
    (450, "Requested mail action not taken: mailbox unavailable\nMail send limit exceeded.", "quota"),
    (554, "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message", "quota"),
    (550, "5.7.705 Access denied, tenant has exceeded threshold.", "quota"),
    (550, "5.7.233 Your message can't be sent because your tenant exceeded its daily limit", "quota"),
    (550, "Stop, you are sending too fast!", "quota"),
    (550, "Domain exemple.fr has exceeded the max emails per hour (100/100 (100%)) allowed. Message discarded.", "quota"),
    (451, "4.7.1 Error: too much mail from 192.0.2.1", "quota"),
    (421, "Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR004_104 [104]", "quota"),
    (421, "4.3.2 Too many concurrent SMTP connections; please try again later.", "quota"),
    (550, "5.7.1 Limite d’envoi journalière atteinte", "quota"),
    (550, "5.7.1 Quota d'envoi dépassé pour ce compte", "quota"),
    (554, "5.7.1 Vous avez dépassé la limite de 200 courriels par heure", "quota"),
    (450, "4.7.1 <a@exemple.fr>: Recipient address rejected: rate limit, try later", "quota"),
    (554, "5.7.0 Your message could not be sent. The limit on the number of allowed outgoing messages was exceeded.", "quota"),
    (450, "4.7.1 SFR_IN_105 Service refused", "quota"),
    # Our own server and account.
    (554, "5.7.1 <a@exemple.fr>: Relay access denied", "relay"),
    (454, "4.7.1 <a@exemple.fr>: Relay access denied", "relay"),
    (550, "5.7.1 Relaying denied. Proper authentication required.", "relay"),
    (550, "5.7.1 Unable to relay for a@exemple.fr", "relay"),
    (550, "relay not permitted", "relay"),
    (550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "relay"),
    (553, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "relay"),
    (550, "Relais interdit !", "relay"),
    (550, "5.7.64 TenantAttribution; Relay Access Denied", "relay"),
    (530, "5.7.0 Authentication Required", "account"),
    (530, "5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM", "account"),
    (535, "5.7.8 Username and Password not accepted", "account"),
    (535, "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant", "account"),
    (550, "5.5.0 Authentification requise. Authentication Required. LPN105_402", "account"),
    (503, "This mail server requires authentication: authentication required", "account"),
    (535, "", "account"),
    (535, "5.7.0 Identifiants invalides", "account"),
    (550, "5.7.1 Your account has been blocked for suspicious activity", "account"),
    (530, "5.7.0 Must issue a STARTTLS command first", "link"),
    (553, "5.7.1 <a@exemple.fr>: Sender address rejected: not owned by user compte", "sender"),
    (550, "5.1.8 <x@exemple.fr>: Sender address rejected: Domain not found", "sender"),
    (550, "5.7.60 SMTP; Client does not have permissions to send as this sender", "sender"),
    (550, "5.1.8 Access denied, bad outbound sender AS(42004)", "sender"),
    (501, "5.1.0 Emetteur invalide. Invalid Sender. OFR004_405 [405]", "sender"),
    (550, "Sender verify failed: user unknown", "sender"),
    # Our own domain.
    (554, "5.7.26 unauthenticated, DMARC", "domain"),
    (550, "5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM.", "domain"),
    (550, "5.7.26", "domain"),
    (421, "4.7.26 This mail has been rate limited because it is unauthenticated", "quota"),
    (550, "5.7.1 Email rejected per DMARC policy for exemple.fr", "domain"),
    (550, "5.7.23 SPF validation failed", "domain"),
    (501, "5.5.4 Mail rejected. DMARC check failed. OFR_515 [515]", "domain"),
    (421, "Emetteur invalide, Veuillez verifier la configuration SPF/DNS de votre nom de domaine", "domain"),
    (571, "5.7.1 Message refused, DMARC verification Failed. LPN007_517", "domain"),
    (550, "5.7.515 Access denied, sending domain exemple.fr doesn't meet the required authentication level.", "domain"),
    # Our server's reputation.
    (550, "5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).", "reputation"),
    (550, "SC-001 (SNT004-MC1F1) Unfortunately, messages from 192.0.2.1 weren't sent.", "reputation"),
    (554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", "reputation"),
    (550, "mwinf5c04 ME Adresse IP source bloquee pour incident de spam. Client host blocked for spamming issues. OFR006_102", "reputation"),
    (421, "4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints", "reputation"),
    (421, "Too many spams from your IP (192.0.2.1), please visit http://postmaster.free.fr/", "reputation"),
    (550, "too many errors detected from your ip (192.0.2.1), please visit http://postmaster.free.fr/", "reputation"),
    (450, "4.7.1 SFR_IN_101 Service refused due to bad behavior", "reputation"),
    (550, "5.7.1 Service refuse. Veuillez essayer plus tard. service refused, please try later. LPN007_510", "reputation"),
    (550, "5.7.25 The IP address sending this message does not have a PTR record setup", "reputation"),
    (550, "5.7.606 Access denied, banned sending IP [192.0.2.1]", "reputation"),
    (554, "Your access to this mail system has been rejected due to the sending MTA's poor reputation.", "reputation"),
    (421, "4.7.0 TLS required for RCPT domain, closing connection.", "tls"),
    (550, "5.7.10 Encryption needed", "tls"),
    (550, "5.7.29", "tls"),
    # Theirs, for a time.
    (451, "4.7.1 <a@exemple.fr>: Recipient address rejected: Greylisted, see http://postgrey.example/", "greylisted"),
    (450, "4.2.0 Graylisted, please try again in 300 seconds", "greylisted"),
    (550, "Liste grise, veuillez réessayer", "greylisted"),
    (450, "4.2.1 The user you are trying to contact is receiving mail too quickly.", "busy"),
    (550, "5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages", "busy"),
    (451, "4.3.0 Mail server temporarily rejected message.", ""),
    (452, "4.3.1 Insufficient system storage", ""),
    (450, "4.1.1 <a@exemple.fr>: Recipient address rejected: unverified address", ""),
    # The mailbox is full, whatever the status says.
    (552, "5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]", "full"),
    (552, "5.1.1 hibJumn68I371 Boîte du destinataire pleine", "full"),
    (550, "5.1.1 The recipient's mailbox is full", "full"),
    (552, "5.2.2 user quota exceeded (UserSearch)", "full"),
    (552, "5.2.2 The email account that you tried to reach is over quota and inactive.", "full"),
    (452, "4.2.2 The recipient's inbox is out of storage space.\n4.2.2 Please direct the recipient to\n4.2.2 https://support.example/mail/?p=OverQuotaTemp", "full"),
    (552, "", "full"),
    (552, "Requested mail action aborted: exceeded storage allocation", "full"),
    (554, "5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException", "full"),
    (554, "Quota exceeded (mailbox for user is full)", "full"),
    (554, "delivery error: dd Requested mail action aborted - mailbox over quota", "full"),
    (550, "La boîte aux lettres du destinataire est saturée", "full"),
    (550, "5.0.0 Le quota du destinataire est dépassé", "full"),
    (550, "Mailbox has exceeded the limit", "full"),
    (550, "5.1.1 Plus d’espace disponible dans la boîte", "full"),
    # Closed.
    (550, "5.2.1 The email account that you tried to reach is disabled.", "closed"),
    (554, "delivery error: dd This mailbox is disabled (554.30).", "closed"),
    (550, "5.5.0 Boite du destinataire archivee. Archived recipient. LPN007_420", "closed"),
    (550, "5.5.0 Le compte du destinataire est bloque. The recipient account isblocked. LPN007_426", "closed"),
    (550, "5.1.1 This account has been suspended", "closed"),
    (550, "5.1.1 Compte désactivé", "closed"),
    (550, "5.1.6 Recipient no longer on server", "closed"),
    (550, "Cette adresse n’est plus utilisée", "closed"),
    (550, "5.2.1", "closed"),
    # Unknown, since the answer says so.
    (550, "5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]", "unknown"),
    (550, "5.1.1 Adresse d au moins un destinataire invalide.", "unknown"),
    (550, "5.1.1 marie.hanneton@exemple.fr unknown", "unknown"),
    (550, "5.1.1", "unknown"),
    (550, "5.1.1 <marie.hanneton@exemple.fr>: no", "unknown"),
    (550, "5.1.1 <a@ac-exemple.fr>: Recipient address rejected: User unknown in relay recipient table", "unknown"),
    (550, "5.1.1 The email account that you tried to reach does not exist. Please try\n5.1.1 double-checking the recipient's email address", "unknown"),
    (550, "no such user", "unknown"),
    (550, "unknown user", "unknown"),
    (554, "delivery error: dd This user doesn't have a yahoo.com account (a@yahoo.com)", "unknown"),
    (552, "1 Requested mail action aborted, mailbox not found", "unknown"),
    (550, "5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [XX.prod.protection.outlook.com]", "unknown"),
    (450, "4.1.1 <a@exemple.fr>: Recipient address rejected: User unknown", "unknown"),
    (550, "Votre message à a@exemple.fr n'a pas pu être remis. a est introuvable à exemple.fr.", "unknown"),
    (550, "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient a@exemple.fr not found by SMTP address lookup", "unknown"),
    (550, "5.1.1 unknown or illegal alias: a@icloud.com", "unknown"),
    (550, "Utilisateur inconnu", "unknown"),
    (550, "5.5.0 Adresse d au moins un destinataire invalide. Invalid recipient. LPN007_416", "unknown"),
    (553, "sorry, no mailbox here by that name. (#5.7.1)", "unknown"),
    (550, "5.1.1 <a@proton.example>: Recipient address rejected: Address does not exist", "unknown"),
    (550, "5.1.1 <a@exemple.fr>: Recipient address rejected: undeliverable address: host mx.exemple.fr[192.0.2.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command)", "unknown"),
    # The domain.
    (550, "5.1.2 Host or domain name not found", "no_domain"),
    (550, "5.4.4 Unable to route: domain unknown", "no_domain"),
    (550, "Domaine inconnu", "no_domain"),
    (550, "5.1.2", "no_domain"),
    (556, "5.1.10 Recipient address has null MX", "no_mail"),
    (550, "5.1.10", "no_mail"),
    (501, "5.1.3 Bad recipient address syntax", "bad_address"),
    (553, "5.1.3", "bad_address"),
    # What it holds.
    (552, "5.3.4 Message size exceeds fixed maximum message size", "too_big"),
    (552, "5.2.3 Message too large", "too_big"),
    (552, "Taille limite du message atteinte. Message size limit. OFR_514", "too_big"),
    (550, "Message trop volumineux", "too_big"),
    (550, "5.2.0 Mail rejete. Mail rejected. OFR_506 [506]", "content"),
    (550, "spam detected", "content"),
    (550, "5.1.1 Message rejected as spam", "content"),
    (554, "5.7.1 message content rejected due to suspected spam", "content"),
    (550, "5.7.1 Our system has detected that this message is likely unsolicited mail.", "content"),
    (554, "5.6.0 Virus trouvé", "content"),
    # Refused by somebody's rule.
    (554, "5.7.1 blocked", "policy"),
    (550, "5.7.1", "policy"),
    (550, "5.4.1 Recipient address rejected: Access denied. AS(201806281)", "policy"),
    (550, "5.1.1 Recipient address rejected: Access denied", "policy"),
    (550, "5.7.1 RESOLVER.RST.AuthenticationRequired; authentication required", "policy"),
    (550, "5.7.133 You do not have permission to send to this recipient", "policy"),
    (554, "5.7.1 [CS01] Message rejected due to local policy.", "policy"),
    # One family's mailbox: its rules, its quota and its password say nothing of the other mails.
    (554, "5.7.9 Message not accepted for policy reasons. See https://postmaster.example/error-codes", "policy"),
    (552, "5.2.2 user has too many messages in his mailbox", "full"),
    (552, "Too many messages in mailbox", "full"),
    (552, "5.2.2 message count limit exceeded: too many messages", "full"),
    (552, "Boîte pleine : trop de messages", "full"),
    (550, "5.2.2 mailbox full: daily limit exceeded", "full"),
    (550, "Mailbox quota: maximum messages exceeded", "full"),
    (452, "4.2.1 mailbox has exceeded the maximum number of messages per hour", "busy"),
    (550, "5.7.1 Account limit: recipient receives too many messages per hour", "busy"),
    (550, "Trop de messages par heure pour ce destinataire", "busy"),
    (550, "message for <a@exemple.fr> refused: quota d'envoi du destinataire", "busy"),
    (554, "5.7.1 Sender blocked by recipient", "policy"),
    (550, "5.7.1 Sender rejected by the recipient's personal blacklist", "policy"),
    (550, "Sender address rejected by user preference", "policy"),
    (550, "5.7.1 sender denied by user's filter", "policy"),
    (550, "5.7.1 Expéditeur refusé par le destinataire", "policy"),
    (550, "This user does not accept mail from unknown senders", "policy"),
    (550, "The user a does not want mail from unknown addresses", "policy"),
    (550, "l’utilisateur refuse les messages d’expéditeurs inconnus", "policy"),
    (550, "5.7.1 Mail Inblack : expéditeur inconnu, veuillez vous authentifier", "policy"),
    (550, "This mailbox accepts mail only from known senders; unknown sender", "policy"),
    (550, "5.7.1 Message rejected: sender must be authenticated in the user's address book, password protected mailbox", "policy"),
    (550, "5.7.1 Recipient's password expired, mailbox locked", "closed"),
    (550, "le mot de passe du destinataire a expiré", "closed"),
    (550, "5.7.1 Your message mentions a password", "policy"),
    (550, "Unknown user, relaying denied", "unknown"),
    (550, "Le destinataire a bloqué votre adresse", "policy"),
    (550, "Votre adresse est bloquée par l’utilisateur", "policy"),
    (550, "5.7.1 mailbox is protected: authentication required", "policy"),
    (450, "User is over the limit of messages per day", "busy"),
    (550, "L’utilisateur a trop de messages", "busy"),
    # Ours, though a mailbox, a limit or an address is named.
    (550, "5.7.1 Message rejected (OVH) - Sender quota exceeded, try again later", "quota"),
    (554, "Sender over quota", "quota"),
    (550, "Quota de l’expéditeur dépassé", "quota"),
    (550, "5.7.1 Mailbox used to send is over quota", "quota"),
    (552, "5.2.2 La boîte d’envoi est pleine", "quota"),
    (552, "La boîte de l’expéditeur est pleine", "quota"),
    (550, "Vous avez dépassé le nombre de mails autorisés par heure", "quota"),
    (550, "limite de messages atteinte pour votre compte", "quota"),
    (550, "Domain of sender does not resolve", "sender"),
    (553, "sorry, your envelope sender domain must exist (#5.7.1)", "sender"),
    (554, "Your domain has no MX", "sender"),
    (550, "The address you sent from is invalid", "sender"),
    (550, "Erreur : adresse de retour inexistante", "sender"),
    (550, "5.1.1 No account with sufficient credit: sending account unknown", "sender"),
    (550, "5.1.0 <a@exemple.fr>: Sender address rejected: User unknown in virtual mailbox table", "sender"),
    (535, "5.7.8 Mailbox password expired", "account"),
    (550, "5.7.1 Messages from your domain are blocked", "reputation"),
    (550, "Votre boîte est pleine", "quota"),
    (550, "Le compte expéditeur a dépassé son quota", "quota"),
    (550, "Sender's account is over its limit", "quota"),
    (550, "Your address does not exist", "sender"),
    (550, "MAIL FROM domain does not exist", "sender"),
    (550, "Votre compte est fermé", "account"),
    # « Unknown » is said of something else, or not at all.
    (550, "account type unknown", ""),
    (550, "Utilisateur : opération inconnue", ""),
    (550, "recipient: invalid date", ""),
    (550, "Unknown error for recipient", ""),
    (550, "Recipient refused for unknown reason", ""),
    (450, "Mailbox busy: unknown lock", ""),
    (550, "5.7.1 Unknown certificate for account", "policy"),
    (550, "Le message pour ce destinataire contient un en-tête invalide", ""),
    (550, "recipient server's address book not found, try later", ""),
    (550, "Boîte de réception inconnue du système anti-virus", "content"),
    (550, "The mail server detected your message as spam and the user is unknown to have solicited", "content"),
    (550, "5.1.1 Mail rejected", ""),
    (550, "5.1.1 <a@exemple.fr>: Recipient rejected", ""),
    (550, "5.1.1 Address not in whitelist", ""),
    (550, "5.1.1 Requested action aborted: try again later", ""),
    (550, "5.1.1 Recipient refused, unknown error", ""),
    (500, "Command not recognized, user agent blocked", "policy"),
    (550, "5.1.1 User unknown; see also our SPF page", "unknown"),
    (550, "User unknown; rejecting (spamhaus spamtrap)", "unknown"),
    (554, "delivery error: dd Not a valid recipient", "unknown"),
    (550, "5.7.1 Recipient inactive; DMARC", "closed"),
    (552, "Taille du message trop importante", "too_big"),
    (550, "la taille de votre courrier dépasse la limite autorisée", "too_big"),
    (550, "5.7.1 TLS requis", "tls"),
    (550, "Votre message a été rejeté par notre antispam", "content"),
    # What nobody has explained.
    (550, "", ""),
    (550, "Requested action not taken", ""),
    (550, "Address rejected", ""),
    (550, "Requested action not taken: mailbox unavailable", ""),
    (550, "5.0.0 Rejected", ""),
    (551, "nope", ""),
    (553, "marie.hanneton@exemple.fr: no", ""),
    (554, "Transaction failed", ""),
    (571, "quota.relay.spam@unknown.example: no", ""),
]  # fmt: skip


@all_cases(("code", "said", "meant"), ANSWERS)
def test_an_answer_means_what_its_words_say(code: int, said: str, meant: str) -> None:
    assert classify(code, said).code == meant


@pytest.mark.parametrize(("code", "said", "meant"), [
    (554, "5.7.1 <a@exemple.fr>: Relay access denied", "policy"),
    (530, "5.7.0 Authentication Required", "policy"),
    (530, "5.7.0 Must issue a STARTTLS command first", "tls"),
    (550, "5.4.5 Daily user sending limit exceeded", "quota"),
    (550, "5.1.1 User unknown", "unknown"),
])  # fmt: skip
def test_what_another_server_demands_says_nothing_of_our_account(code: int, said: str, meant: str) -> None:
    assert classify(code, said, notice=True).code == meant
    handed_on = f"5.1.1 <a@exemple.fr>: undeliverable address: host mx.exemple.fr said: {code} {said}"
    found = classify(550, handed_on)
    assert (found.code, found.effect == "queue") == (meant, False)


def test_only_what_says_so_makes_a_mailbox_unknown() -> None:
    said = {in_words(classify(code, text), code, text) for code, text, meant in ANSWERS if meant != "unknown"}
    assert not any("boîte inconnue" in words for words in said)


def test_every_trouble_of_the_host_says_what_to_do() -> None:
    ours = [one for one in REASONS.values() if one.effect in {"queue", "sender"}]
    assert [one.code for one in ours if not one.advice] == []
    assert len({one.words for one in REASONS.values()}) == len(REASONS)


@pytest.mark.parametrize(("said", "words"), [
    ("5.7.1 <marie.hanneton@exemple.fr>: Message refused, see https://x.example/?to=marie.hanneton@exemple.fr", "Message refused"),
    ("550-5.7.1 Refused by\n550 5.7.1 our rules", "Refused by our rules"),
    ("Mail for marie.hanneton refused; Hanneton, Marie", "Mail for refused"),
    ("MARIE.HANNETON: not today", "not today"),
    ("x_hanneton, mariehanneton and Marie at HANNETON.FR: not today", "x_, and at: not today"),
    ("SRS0=ab12=XY=exemple.fr=marie.hanneton@relais.fr marie.hanneton=exemple.fr@x.fr not today", "not today"),
    ('"Marie Hanneton" <m.h@autre.exemple.fr> not today', "not today"),
    ("not today m.h (at) x, m.h@autre.fr, m.h%40autre.fr, m.h=40autre.fr", "not today m.h (at) x"),
    ("host mx1.exemple.fr[192.0.2.1] said: 554 5.7.1 Not today (in reply to RCPT TO command)", "Not today"),
    ("5.2.0 ffacd0b85a97d-3b76fcff3f8si2004203f8f.527 Mail rejete OUK_513 - gsmtp", "Mail rejete OUK_513 - gsmtp"),
    ("Refused [2001:db8:0:0::1] by [BN8NAM12FT033.eop-nam12.prod.protection.outlook.com 2026-11-30T10:00:00.123Z]", "Refused by"),
    ("not\x1b[31m to\u202eday\x00\t!", "not to day !"),
    ("Refus\xe9", "Refusé"),
    ("Refused: tel. 06 12 34 56 78, +33 (0)6.12.34.56.78", "Refused"),
    ("Refused m.h AT autre DOT fr, m . h at autre . fr and m.h arobase autre point fr", "Refused, and"),
    ("Refused marie.hanneton&#64;exemple.fr, marie.hanneton＠exemple.fr", "Refused"),
    ("Refused uid=marie.hanneton,dc=exemple cn=Hanneton", "Refused"),
    ("Refused (Mariè HANNETÖN)", "Refused"),
    ("sorry, not today (#5.7.1)", "sorry, not today"),
    ("Not (today [but> soon", "Not today but soon"),
    ("Not (today) \"but", "Not (today) but"),
    ("Not at this point in time. Please see also: https://x.example/a", "Not at this point in time"),
    ("5.0.0", ""),
    ("550", ""),
    ("<>", ""),
    ("«non»", "non"),
])  # fmt: skip
def test_what_is_quoted_names_nobody(said: str, words: str) -> None:
    assert redacted_words(said, TO) == words


@pytest.mark.parametrize(("to", "said", "words"), [
    ("ab@exemple.fr", "Mailbox <ab> refused", "Mailbox refused"),
    ("li@exemple.fr", "li at exemple refused: no", "refused: no"),
    ("li@exemple.fr", "Li@Exemple, li chez exemple: listed", "listed"),
    ("m.h@exemple.fr", "m.h refused", "refused"),
])  # fmt: skip
def test_a_short_address_is_not_quoted_either(to: str, said: str, words: str) -> None:
    assert redacted_words(said, to) == words


def test_what_is_quoted_is_one_short_line() -> None:
    quoted = redacted_words("non " * 2000, TO)
    assert len(quoted) <= 160
    assert quoted.endswith("…")
    assert redacted_words("x" * 5000) == ""
    assert (
        decode_answer("Boîte pleine".encode("latin-1"))
        == decode_answer("Boîte pleine".encode())
        == "Boîte pleine"
    )


def test_what_is_not_understood_is_refused_in_the_server_s_words() -> None:
    said = "5.0.0 <marie.hanneton@exemple.fr> Pas aujourd’hui"
    assert in_words(classify(550, said), 550, said, TO) == "refusé (550)\u00a0: «\u00a0Pas aujourd’hui\u00a0»"
    assert in_words(classify(550, ""), 550, "") == "refusé (550)"
    full = "5.1.1 Boite du destinataire pleine OFR_417"
    assert in_words(classify(552, full), 552, full, TO) == "boîte pleine"
