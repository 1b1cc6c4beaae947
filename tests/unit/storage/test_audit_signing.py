"""The key of an audit log: one per organisation, the same whatever root key wraps it, and of no use for another purpose."""

import pytest

from berkas.errors import KeyUnknown, SealBroken
from berkas.storage.audit_signing import entry_text, head_text
from berkas.storage.keyring import Keyring, new_root_key

OURS, THEIRS = "org_01JAAAAAAAAAAAAAAAAAAAAAAA", "org_01JBBBBBBBBBBBBBBBBBBBBBBB"
OLD, NEW = new_root_key("k1"), new_root_key("k2")
TEXT = entry_text(bytes(range(32)))


def test_what_was_signed_is_known_and_nothing_else() -> None:
    keyring = Keyring(OLD)
    signer = keyring.audit_signer(keyring.new_organisation_key(OURS), OURS)
    signature = signer.sign(TEXT)

    assert signer.has_signed(TEXT, signature)
    assert not signer.has_signed(entry_text(bytes(32)), signature)
    assert not signer.has_signed(TEXT, bytes(64))
    assert not signer.has_signed(TEXT, signature[:-1])


def test_a_head_is_no_entry_and_says_everything_that_it_is_about() -> None:
    of = {"organisation_id": OURS, "sequence": 7, "entry_hash": bytes(32), "exported_at": "2026-05-24T03:15:42.118Z"}
    texts = {
        entry_text(bytes(32)),
        head_text(**of),
        head_text(**of | {"organisation_id": THEIRS}),
        head_text(**of | {"sequence": 8}),
        head_text(**of | {"entry_hash": bytes(31) + b"\x01"}),
        head_text(**of | {"exported_at": "2026-05-24T03:15:42.119Z"}),
    }

    assert len(texts) == 6


def test_a_change_of_the_root_key_keeps_the_signing_key() -> None:
    old, both, new = Keyring(OLD), Keyring(f"{NEW},{OLD}"), Keyring(NEW)
    key = old.new_organisation_key(OURS)
    before = old.audit_signer(key, OURS)

    after = new.audit_signer(both.rewrap(key, OURS), OURS)

    assert after.public_pem == before.public_pem
    assert after.has_signed(TEXT, before.sign(TEXT))
    with pytest.raises(KeyUnknown):
        new.audit_signer(key, OURS)


def test_organisations_have_keys_of_their_own(monkeypatch) -> None:
    """Even where they would have the same key themselves."""
    monkeypatch.setattr("berkas.storage.keyring.os.urandom", lambda count: bytes(range(count)))
    keyring = Keyring(OLD)
    ours, theirs = keyring.new_organisation_key(OURS), keyring.new_organisation_key(THEIRS)

    assert keyring.audit_signer(ours, OURS).public_pem != keyring.audit_signer(theirs, THEIRS).public_pem
    with pytest.raises(SealBroken):
        keyring.audit_signer(ours, THEIRS)
