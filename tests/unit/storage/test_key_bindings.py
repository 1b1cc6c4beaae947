"""Each wrapped key is bound to its organisation by itself, not only by the key around it; derived keys outlive a rotation."""

import pytest

from berkas.errors import SealBroken
from berkas.storage.keyring import Keyring, new_root_key

OURS, THEIRS = "org_01JAAAAAAAAAAAAAAAAAAAAAAA", "org_01JBBBBBBBBBBBBBBBBBBBBBBB"
DOCUMENT = "doc_01JAAAAAAAAAAAAAAAAAAAAAAA"
OLD, NEW = new_root_key("k1"), new_root_key("k2")


def test_an_organisations_key_does_not_open_in_the_row_of_another_organisation() -> None:
    keyring = Keyring(OLD)
    key = keyring.new_organisation_key(OURS)

    with pytest.raises(SealBroken):
        keyring.rewrap(key, THEIRS)
    with pytest.raises(SealBroken):
        keyring.new_data_key(key, THEIRS, DOCUMENT)


@pytest.fixture
def twins(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    """A keyring that gives every organisation the same key: only the inner binding tells them apart."""
    monkeypatch.setattr("berkas.storage.keyring.os.urandom", lambda count: bytes(range(count)))
    return Keyring(OLD)


def test_a_data_key_does_not_open_in_another_organisation_even_under_the_same_key(twins: Keyring) -> None:
    ours, theirs = twins.new_organisation_key(OURS), twins.new_organisation_key(THEIRS)
    wrapped = twins.new_data_key(ours, OURS, DOCUMENT).wrapped

    assert twins.open_data_key(wrapped, ours, organisation_id=OURS, document_id=DOCUMENT).key
    with pytest.raises(SealBroken):
        twins.open_data_key(wrapped, theirs, organisation_id=THEIRS, document_id=DOCUMENT)


def test_a_small_secret_does_not_open_in_another_organisation_even_under_the_same_key(twins: Keyring) -> None:
    ours, theirs = twins.new_organisation_key(OURS), twins.new_organisation_key(THEIRS)
    owner = {"purpose": "webhook-secret", "owner_id": "whk_1"}
    sealed = twins.seal_secret(b"whsec_SPECIMEN", ours, organisation_id=OURS, **owner)

    assert twins.open_secret(sealed, ours, organisation_id=OURS, **owner) == b"whsec_SPECIMEN"
    with pytest.raises(SealBroken):
        twins.open_secret(sealed, theirs, organisation_id=THEIRS, **owner)


def test_derived_keys_of_every_root_key_are_known_the_first_ones_first() -> None:
    of_old, of_new = Keyring(OLD).derive("downloads"), Keyring(NEW).derive("downloads")

    assert Keyring(f"{NEW},{OLD}").derive_each("downloads") == (of_new, of_old)
    assert Keyring(f"{OLD},{NEW}").derive_each("downloads") == (of_old, of_new)
    assert of_old != of_new
