"""The host's trial: a real mail to a real server, and a real DNS server that answers over UDP."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from tests.portal.forked_commands import portal_command
from turbo_admin.core.errors import Refused
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.mail.selftest import MailTest, run_mail_test
from turbo_admin.portal.mail.transport import open_transport

SENDER = "cantine@exemple.fr"
GOOD = {
    "exemple.fr.": ["v=spf1 include:mx.exemple.fr -all", "autre chose"],
    "_dmarc.exemple.fr.": ["v=DMARC1; p=quarantine"],
    "s1._domainkey.exemple.fr.": ["v=DKIM1; k=rsa; p=MIGf"],
}


@contextmanager
def names(records: dict[str, list[str]]) -> Iterator[str]:
    """Answer questions about TXT; `127.0.0.1:port`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                asked, whom = wire.recvfrom(4096)
                if asked == b"stop":
                    return
                question = dns.message.from_wire(asked)
                answer, name = dns.message.make_response(question), question.question[0].name
                answer.flags |= dns.flags.RA
                if str(name) in records:
                    words = [json.dumps(one) for one in records[str(name)]]
                    answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *words))
                else:
                    answer.set_rcode(dns.rcode.NXDOMAIN)
                wire.sendto(answer.to_wire(), whom)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{wire.getsockname()[1]}"
        finally:
            wire.sendto(b"stop", wire.getsockname())
            thread.join()


def found(url: str, records: dict[str, list[str]], selector: str = "s1") -> dict[str, tuple[str, str]]:
    with names(records) as resolver:
        trial = MailTest(open_transport(url), SENDER, "hebergeur@exemple.fr", selector, resolver)
        return {one.part: (one.state, one.says) for one in run_mail_test(trial)}


def test_a_domain_that_says_all_is_found_well_and_the_mail_arrives(smtp: Catcher) -> None:
    well = found(smtp.url, GOOD)
    assert {part: state for part, (state, _) in well.items()} == dict.fromkeys(
        ("envoi", "liaison", "SPF", "DKIM", "DMARC"), "bien"
    )
    (mail,) = smtp.wait_for(1, kind="essai")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "essai" in mail["Subject"].lower()


def test_what_is_missing_or_there_twice_is_named(smtp: Catcher) -> None:
    sick = found(smtp.url, {"exemple.fr.": ["v=spf1 -all", "v=spf1 +all"]}, selector="")
    assert (sick["SPF"][0], "plusieurs" in sick["SPF"][1]) == ("en panne", True)
    assert (sick["DMARC"][0], "_dmarc.exemple.fr" in sick["DMARC"][1]) == ("en panne", True)
    assert (sick["DKIM"][0], "--dkim-selector" in sick["DKIM"][1]) == ("à voir", True)
    assert found("smtp://127.0.0.1:1", GOOD)["envoi"][0] == "en panne"


def test_a_dns_server_is_an_address(smtp: Catcher) -> None:
    with pytest.raises(Refused) as refusal:
        list(run_mail_test(MailTest(open_transport(smtp.url), SENDER, "a@exemple.fr", "", "serveur")))
    assert refusal.value.code == "dns_server"


def test_the_command_shows_what_is_to_be_done(smtp: Catcher) -> None:
    with names({}) as resolver:
        tried = portal_command(
            "mail", "test", "a@exemple.fr", "--mail", smtp.url, "--mail-from", SENDER, "--resolver", resolver
        )
    assert (tried.returncode, "SPF" in tried.stdout) == (3, True), tried.stderr
    assert portal_command("mail", "test", "a@exemple.fr").returncode == 3
