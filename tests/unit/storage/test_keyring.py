"""Keys open only where they belong, and a root key can be replaced."""

from dataclasses import replace

import pytest

from berkas.errors import KeyUnknown, SealBroken
from berkas.storage.keyring import Keyring, RootKeyMalformed, new_root_key

ORGANISATION = "org_01JAAAAAAAAAAAAAAAAAAAAAAA"
DOCUMENT = "doc_01JAAAAAAAAAAAAAAAAAAAAAAA"
OLD, NEW = new_root_key("k1"), new_root_key("k2")


def test_a_data_key_opens_again() -> None:
    keyring = Keyring(OLD)
    organisation_key = keyring.new_organisation_key(ORGANISATION)
    made = keyring.new_data_key(organisation_key, ORGANISATION, DOCUMENT)

    opened = keyring.open_data_key(made.wrapped, organisation_key, organisation_id=ORGANISATION, document_id=DOCUMENT)

    assert opened.key == made.key


def test_a_row_copied_to_another_document_or_organisation_does_not_open() -> None:
    keyring = Keyring(OLD)
    key = keyring.new_organisation_key(ORGANISATION)
    wrapped = keyring.new_data_key(key, ORGANISATION, DOCUMENT).wrapped

    with pytest.raises(SealBroken):
        keyring.open_data_key(wrapped, key, organisation_id=ORGANISATION, document_id="doc_other")
    with pytest.raises(SealBroken):
        keyring.open_data_key(wrapped, key, organisation_id="org_other", document_id=DOCUMENT)


@pytest.mark.parametrize("altered", [b"", b"short", bytes(60)])
def test_an_altered_wrapped_key_is_refused(altered: bytes) -> None:
    keyring = Keyring(OLD)
    key = keyring.new_organisation_key(ORGANISATION)

    with pytest.raises(SealBroken):
        keyring.open_data_key(altered, key, organisation_id=ORGANISATION, document_id=DOCUMENT)
    with pytest.raises(SealBroken):
        keyring.new_data_key(replace(key, wrapped=altered), ORGANISATION, DOCUMENT)


def test_rotation_rewraps_the_organisation_key_and_data_keys_stay() -> None:
    old = Keyring(OLD)
    key = old.new_organisation_key(ORGANISATION)
    made = old.new_data_key(key, ORGANISATION, DOCUMENT)

    rotated = Keyring(f"{NEW},{OLD}").rewrap(key, ORGANISATION)
    opened = Keyring(NEW).open_data_key(made.wrapped, rotated, organisation_id=ORGANISATION, document_id=DOCUMENT)

    assert (rotated.root_key_id, opened.key) == ("k2", made.key)


def test_a_key_of_an_unconfigured_root_key_says_so() -> None:
    key = Keyring(OLD).new_organisation_key(ORGANISATION)

    with pytest.raises(KeyUnknown):
        Keyring(NEW).rewrap(key, ORGANISATION)


def test_a_wrapped_key_is_never_the_same_twice() -> None:
    keyring = Keyring(OLD)
    key = keyring.new_organisation_key(ORGANISATION)

    assert keyring.rewrap(key, ORGANISATION).wrapped != key.wrapped
    assert (
        keyring.new_data_key(key, ORGANISATION, DOCUMENT).key != keyring.new_data_key(key, ORGANISATION, DOCUMENT).key
    )


def test_a_key_relabelled_with_another_root_key_does_not_open() -> None:
    both = Keyring(f"{NEW},{OLD}")
    key = Keyring(OLD).new_organisation_key(ORGANISATION)

    with pytest.raises(SealBroken):
        both.rewrap(replace(key, root_key_id="k2"), ORGANISATION)


def test_derived_keys_differ_by_purpose_and_agree_between_processes() -> None:
    assert Keyring(OLD).derive("internal-api") == Keyring(f"{OLD},{NEW}").derive("internal-api")
    assert Keyring(OLD).derive("internal-api") != Keyring(OLD).derive("slots")


@pytest.mark.parametrize(
    "setting",
    ["", f"{OLD},", f"{OLD},{OLD}", "k1", "k1:", "k1:A?==", "k1:AAAA", ":" + "A" * 43 + "=", "k 1:" + "A" * 43 + "="],
    ids=["empty", "comma", "twice", "id", "no key", "not base64", "short", "no id", "space"],
)
def test_a_malformed_setting_is_refused_without_showing_it(setting: str) -> None:
    with pytest.raises(RootKeyMalformed) as refusal:
        Keyring(setting)

    assert "AAAA" not in str(refusal.value)
    assert OLD not in str(refusal.value)


def test_nothing_shows_a_key() -> None:
    keyring = Keyring(OLD)
    organisation_key = keyring.new_organisation_key(ORGANISATION)
    key = keyring.new_data_key(organisation_key, ORGANISATION, DOCUMENT)

    assert repr(keyring) == "Keyring(k1)"
    assert repr(organisation_key) == "WrappedOrganisationKey(root_key_id='k1')"
    assert repr(key) == "DataKey(…)"


def test_a_small_secret_opens_again_and_after_a_change_of_the_root_key() -> None:
    keyring, both = Keyring(OLD), Keyring(f"{NEW},{OLD}")
    key = keyring.new_organisation_key(ORGANISATION)
    whose = {"purpose": "webhook-secret", "organisation_id": ORGANISATION, "owner_id": "whk_1"}
    sealed = keyring.seal_secret(b"whsec_SPECIMEN", key, **whose)

    assert keyring.open_secret(sealed, key, **whose) == b"whsec_SPECIMEN"
    assert both.open_secret(sealed, both.rewrap(key, ORGANISATION), **whose) == b"whsec_SPECIMEN"
    assert keyring.seal_secret(b"whsec_SPECIMEN", key, **whose) != sealed
    assert b"SPECIMEN" not in sealed


@pytest.mark.parametrize(
    "other", [{"purpose": "password"}, {"organisation_id": "org_other"}, {"owner_id": "whk_2"}, {"owner_id": ""}]
)
def test_a_small_secret_opens_for_its_own_purpose_and_owner_only(other: dict[str, str]) -> None:
    keyring = Keyring(OLD)
    key = keyring.new_organisation_key(ORGANISATION)
    whose = {"purpose": "webhook-secret", "organisation_id": ORGANISATION, "owner_id": "whk_1"}
    sealed = keyring.seal_secret(b"whsec_SPECIMEN", key, **whose)

    with pytest.raises(SealBroken):
        keyring.open_secret(sealed, key, **{**whose, **other})


@pytest.mark.parametrize("position", [0, 12, -1])
def test_an_altered_small_secret_is_refused(position: int) -> None:
    keyring = Keyring(OLD)
    key = keyring.new_organisation_key(ORGANISATION)
    whose = {"purpose": "webhook-secret", "organisation_id": ORGANISATION, "owner_id": "whk_1"}
    sealed = bytearray(keyring.seal_secret(b"whsec_SPECIMEN", key, **whose))
    sealed[position] ^= 1

    with pytest.raises(SealBroken):
        keyring.open_secret(bytes(sealed), key, **whose)
