"""The contract: sample messages of each version are read and written as they stand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from turbo_admin.core.errors import BadData
from turbo_admin.protocol import agreement, codec, kinds, messages, states, version
from turbo_admin.protocol.settings import Settings

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "protocol"
PRESENT = GOLDEN / f"v{version.CURRENT}"
TYPES: dict[str, type[msgspec.Struct]] = (
    {f"event.{kind}": body for kind, body in kinds.EVENTS.items()}
    | {f"change.{kind}": body for kind, body in kinds.CHANGES.items()}
    | {
        f"envelope.{envelope.__name__}": envelope
        for envelope in (*messages.ENVELOPES, *agreement.AGREEMENT_ENVELOPES)
    }
)
SAMPLES = [
    (path, TYPES[path.stem])
    for number in range(version.OLDEST, version.CURRENT + 1)
    for path in sorted((GOLDEN / f"v{number}").glob("*.json"))
]
each_sample = pytest.mark.parametrize(("path", "kind"), SAMPLES, ids=lambda value: getattr(value, "stem", ""))


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_message_has_a_sample_in_every_version_served() -> None:
    for number in range(version.OLDEST, version.CURRENT + 1):
        found = {path.stem for path in (GOLDEN / f"v{number}").glob("*.json")}
        assert found >= set(TYPES) if number == version.CURRENT else found


@each_sample
def test_a_sample_is_read_and_written_back_unchanged(path: Path, kind: type[msgspec.Struct]) -> None:
    message = codec.decode(path.read_bytes(), kind)
    assert json.loads(codec.encode(message)) == load(path)


@each_sample
def test_a_sample_shows_every_field_with_another_value_than_its_default(
    path: Path, kind: type[msgspec.Struct]
) -> None:
    sample = load(path)
    required = {
        field.encode_name: sample[field.encode_name]
        for field in msgspec.structs.fields(kind)
        if field.required
    }
    defaults = json.loads(codec.encode(codec.decode(json.dumps(required).encode(), kind)))
    assert set(defaults) == set(sample)
    assert [name for name in sample if name not in required and sample[name] == defaults[name]] == []


@each_sample
def test_what_a_newer_side_adds_is_ignored(path: Path, kind: type[msgspec.Struct]) -> None:
    newer = load(path) | {"added_later": {"by": ["a", "newer", "version"]}}
    assert json.loads(codec.encode(codec.decode(json.dumps(newer).encode(), kind))) == load(path)


@each_sample
def test_what_has_a_default_may_be_left_out(path: Path, kind: type[msgspec.Struct]) -> None:
    required = {field.encode_name for field in msgspec.structs.fields(kind) if field.required}
    least = {name: value for name, value in load(path).items() if name in required}
    assert isinstance(codec.decode(json.dumps(least).encode(), kind), kind)


@each_sample
def test_what_is_required_may_not_be_left_out(path: Path, kind: type[msgspec.Struct]) -> None:
    for field in msgspec.structs.fields(kind):
        if field.required:
            lacking = {name: value for name, value in load(path).items() if name != field.encode_name}
            with pytest.raises(BadData):
                codec.decode(json.dumps(lacking).encode(), kind)


def bodies() -> Iterator[tuple[str, msgspec.Raw]]:
    page = codec.decode((PRESENT / "envelope.EventPage.json").read_bytes(), messages.EventPage)
    batch = codec.decode((PRESENT / "envelope.ChangeBatch.json").read_bytes(), messages.ChangeBatch)
    for event in page.events:
        if not event.is_erased:
            yield f"event.{event.kind}", event.body
    for change in batch.changes:
        if not change.erases:
            yield f"change.{change.kind}", change.body


def test_the_bodies_within_envelopes_are_those_of_their_kinds() -> None:
    seen = {kind: codec.decode(body, TYPES[kind]) for kind, body in bodies()}
    # Those of the first day, at least: a kind that was added since has its own file, and an envelope is never edited.
    assert len(seen) >= 16
    assert seen == {name: codec.decode((PRESENT / f"{name}.json").read_bytes(), TYPES[name]) for name in seen}


@pytest.mark.parametrize("data", [b"", b"<html>", b"{", b"\xff\xfe", b"null", b"[]", b"[" * 100_000])
def test_what_is_no_message_is_bad_data(data: bytes) -> None:
    for kind in TYPES.values():
        with pytest.raises(BadData) as bad:
            codec.decode(data, kind)
        assert bad.value.code == "protocol_bad_message"


def test_what_does_not_fit_is_never_sent() -> None:
    with pytest.raises(BadData):
        codec.encode(messages.Problem(code="bad_message", message="x" * 20_001))
    with pytest.raises(BadData):
        codec.encode(Settings(name="Collège", mail_days=0))
    with pytest.raises(BadData):
        codec.raw(states.AccountState(login="ln482716", state="lost"))  # type: ignore[arg-type]


def test_a_batch_holds_so_many_changes_and_no_more() -> None:
    body = codec.raw(states.DinerState(last_name="MARTIN", first_name="Léa"))
    one = messages.Change(id="c", rev=1, kind="diner", key="d", body=body)
    data = codec.encode(messages.ChangeBatch(changes=[one] * version.MAX_CHANGES))
    assert len(data) < version.MAX_BODY_BYTES
    with pytest.raises(BadData):
        codec.encode(messages.ChangeBatch(changes=[one] * (version.MAX_CHANGES + 1)))


def test_the_same_message_is_written_in_the_same_bytes() -> None:
    first = Settings(name="Collège", welcome="Bonjour")
    second = Settings(welcome="Bonjour", name="Collège")
    assert codec.encode(first) == codec.encode(second)


def test_an_office_of_the_first_version_is_not_served() -> None:
    assert version.is_served(version.CURRENT)
    assert not version.is_served(1)
    assert not version.is_served(version.CURRENT + 1)


def test_the_schema_describes_every_message() -> None:
    described = codec.schema(*TYPES.values())
    assert {kind.__name__ for kind in TYPES.values()} <= set(described)
