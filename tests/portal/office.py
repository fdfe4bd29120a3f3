"""An office that calls the portal's API over real HTTP, without any of the office's own code."""

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import requests

from turbo_admin.core.credentials.rules import Provisional, draw_provisional, hash_token
from turbo_admin.core.credentials.sealing import seal_for_mail
from turbo_admin.protocol import codec
from turbo_admin.protocol.messages import (
    Change,
    ChangeAnswers,
    ChangeBatch,
    EventPage,
    PairAnswer,
    PairRequest,
    Problem,
)
from turbo_admin.protocol.states import AccountState, Credential, DinerState, MailCredentials

# A real hash of a password nobody uses here: its password does not matter to the API.
HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43
# Whole seconds: what the portal keeps is compared with it.
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)


@dataclass
class Answer:
    """An answer of the API.

    Attributes:
        code: of the Problem, empty for none.
    """

    status: int
    content: bytes
    code: str = ""

    def read(self, kind: type[Any]) -> Any:
        assert self.status == 200, self.content
        return codec.decode(self.content, kind)


@dataclass
class Office:
    """One office database, on one workstation."""

    base: str
    epoch: str = field(default_factory=lambda: uuid.uuid4().hex)
    key: str = ""
    portal_epoch: str = ""
    mail_public_key: bytes = b""
    version: str = "v2"
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.revs = itertools.count(1)
        # The position up to which events were asked for.
        self.heard = 0

    def call(self, method: str, path: str, body: msgspec.Struct | bytes | None = None, **more: str) -> Answer:
        headers = {
            "Turbo-Protocol": "2",
            "Turbo-Office-Epoch": self.epoch,
            "Turbo-Portal-Epoch": self.portal_epoch,
        }
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        headers |= {name.replace("_", "-"): value for name, value in (self.headers | more).items()}
        data = codec.encode(body) if isinstance(body, msgspec.Struct) else body
        with requests.Session() as http:
            http.trust_env = False
            got = http.request(
                method, f"{self.base}/api/{self.version}/{path}", data=data, headers=headers, timeout=60
            )
        code = ""
        if got.status_code != 200:
            problem = codec.decode(got.content, Problem)
            assert problem.message
            code = problem.code
        return Answer(got.status_code, got.content, code)

    def pair(self, code: str, *, replace: bool = False) -> Answer:
        asked = PairRequest(code=code, office_epoch=self.epoch, workstation="Poste 1", replace=replace)
        answer = self.call("POST", "pair", asked)
        if answer.status == 200:
            paired: PairAnswer = answer.read(PairAnswer)
            self.key, self.portal_epoch = paired.key, paired.portal_epoch
            self.mail_public_key = paired.mail_public_key
        return answer

    def events(self, after: int = 0, limit: int = 1000) -> EventPage:
        page: EventPage = self.call("GET", f"events?after={after}&limit={limit}").read(EventPage)
        self.heard = max(self.heard, after)
        return page

    def change(
        self, kind: str, key: str, body: msgspec.Struct | None, rev: int | None = None, **more: Any
    ) -> Change:
        """A change; without a body, an erasure."""
        return Change(
            id=uuid.uuid4().hex,
            rev=rev or next(self.revs),
            kind=kind,
            key=key,
            body=msgspec.Raw(b"null") if body is None else codec.raw(body),
            **more,
        )

    def send(self, *changes: Change) -> list[tuple[str, str]]:
        """Send a batch; the outcomes, each with its reason."""
        answers: ChangeAnswers = self.call("POST", "changes", ChangeBatch(changes=list(changes))).read(
            ChangeAnswers
        )
        assert [answer.id for answer in answers.answers] == [change.id for change in changes]
        assert all(bool(answer.message) == bool(answer.reason) for answer in answers.answers)
        return [(answer.outcome, answer.reason) for answer in answers.answers]

    def diner(self, key: str = "d1", rev: int | None = None, *, life: int = 1, **values: Any) -> Change:
        state = DinerState(**{"last_name": "MARTIN", "first_name": "Léa", "class_name": "5 A", **values})
        return self.change("diner", key, state, rev, life=life)

    def account(self, account: str = "a1", **values: Any) -> Change:
        """The state of an account: open, one diner, without a provisional password."""
        more = {name: values.pop(name) for name in ("rev", "life", "password_hash") if name in values}
        usual: dict[str, Any] = {
            "login": f"lm48271{account[-1]}",
            "diner_ids": ["d1"],
            "email": f"{account}@exemple.fr",
        }
        return self.change("account", account, AccountState(**{**usual, **values}), **more)

    def issue(
        self,
        account: str = "a1",
        number: int = 1,
        *,
        link_hash: str = "",
        expires_at: datetime = SOON,
        **values: Any,
    ) -> Change:
        """The state of an account with a provisional password."""
        link_hash = link_hash or hash_token(f"link {number} of {account}")
        credential = Credential(number=number, link_hash=link_hash, expires_at=expires_at)
        values = {"password_hash": HASH, "ended": number - 1, "credential": credential, **values}
        return self.account(account, **values)

    def mail(
        self, secret: Provisional, account: str = "a1", act: str = "m1", *, number: int = 1, **values: Any
    ) -> Change:
        usual: dict[str, Any] = {
            "account_id": account,
            "number": number,
            "to": f"{account}@exemple.fr",
            "sealed": seal_for_mail(secret, self.mail_public_key),
            "mail_key": self.mail_public_key,
        }
        return self.change("mail.credentials", act, MailCredentials(**{**usual, **values}))

    def issue_and_mail(self, account: str = "a1") -> Provisional:
        """Everything that makes a mail leave."""
        secret = draw_provisional()
        link_hash = hash_token(secret.link_token)
        batch = [
            self.diner(),
            self.issue(account, link_hash=link_hash),
            self.mail(secret, account, f"m-{account}"),
        ]
        assert {outcome for outcome, _ in self.send(*batch)} <= {"done", "already"}
        return secret
