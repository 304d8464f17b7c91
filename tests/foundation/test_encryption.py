"""Seals and digests: published vectors, tampering, key rotation, the model attribute."""

import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from foundation import encryption
from foundation.encryption import SealBroken, digest, digests, seal, sealed_text, unseal

NEW_KEYS = ["2:" + "ab" * 16, "1:" + "6e" * 16]
NEW_DIGEST_KEYS = ["2:" + "cd" * 32, "1:" + "75" * 32]


def test_sm3_published_vectors():
    """GB/T 32905-2016, annex A."""
    assert encryption.sm3_hex(b"abc") == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )
    assert encryption.sm3_hex(b"abcd" * 16) == (
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    )


def test_hmac_is_the_construction_of_rfc_2104():
    key = b"k" * 32
    inner = bytes.fromhex(
        encryption.sm3_hex(bytes(b ^ 0x36 for b in key.ljust(64, b"\0")) + b"data")
    )
    outer = encryption.sm3_hex(bytes(b ^ 0x5C for b in key.ljust(64, b"\0")) + inner)
    assert encryption.hmac_sm3_hex(key, b"data") == outer


@given(st.text(), st.text(max_size=40))
def test_what_is_sealed_is_read_back(plain, bound_to):
    blob = seal(plain, bound_to=bound_to)
    assert unseal(blob, bound_to=bound_to) == plain
    assert unseal(memoryview(blob), bound_to=bound_to) == plain
    assert len(blob) == 29 + len(plain.encode())


@given(st.binary(max_size=200))
def test_files_are_sealed_alike(data):
    blob = encryption.seal_bytes(data, bound_to="photo:1")
    assert encryption.unseal_bytes(blob, bound_to="photo:1") == data


@given(st.text(min_size=1, max_size=20), st.data())
def test_any_changed_bit_is_noticed(plain, data):
    blob = bytearray(seal(plain, bound_to="t.c:1"))
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealBroken):
        unseal(blob, bound_to="t.c:1")


@pytest.mark.parametrize("bound_to", ["t.c:2", "t.d:1", ""])
def test_a_seal_moved_elsewhere_does_not_open(bound_to):
    with pytest.raises(SealBroken):
        unseal(seal("secret", bound_to="t.c:1"), bound_to=bound_to)


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" + bytes(27)])
def test_fragments_are_refused(blob):
    with pytest.raises(SealBroken):
        unseal(blob, bound_to="")


def test_sealing_twice_shows_nothing_in_common():
    assert seal("same", bound_to="a") != seal("same", bound_to="a")


def test_old_seals_open_after_a_rotation_and_new_ones_use_the_new_key(settings):
    old = seal("secret", bound_to="a")
    settings.ENCRYPTION_KEYS = NEW_KEYS
    new = seal("secret", bound_to="a")
    assert unseal(old, bound_to="a") == unseal(new, bound_to="a") == "secret"
    assert (encryption.key_version(old), encryption.key_version(memoryview(new))) == (1, 2)
    settings.ENCRYPTION_KEYS = NEW_KEYS[:1]
    with pytest.raises(SealBroken, match="version 1"):
        unseal(old, bound_to="a")


def test_digests_during_a_rotation(settings):
    old = digest("211224195503120018", purpose="identity")
    assert old.startswith("1:")
    assert digests("211224195503120018", purpose="identity") == [old]
    settings.DIGEST_KEYS = NEW_DIGEST_KEYS
    new = digest("211224195503120018", purpose="identity")
    assert new.startswith("2:")
    assert digests("211224195503120018", purpose="identity") == [new, old]


@given(st.text(), st.text(alphabet="abc", min_size=1), st.text(), st.text("abc", min_size=1))
def test_digests_are_equal_only_for_equal_text_and_purpose(text, purpose, other, other_purpose):
    same = (text, purpose) == (other, other_purpose)
    assert (digest(text, purpose=purpose) == digest(other, purpose=other_purpose)) == same


@pytest.mark.parametrize(
    "keys", [[], ["1:zz"], ["6e" * 16], ["1:6e6e"], ["0:" + "6e" * 16], ["1:" + "6e" * 16] * 2]
)
def test_wrong_key_rings_stop_the_work_without_telling_the_key(settings, keys):
    settings.ENCRYPTION_KEYS = keys
    with pytest.raises(ImproperlyConfigured) as refused:
        seal("x", bound_to="a")
    assert "6e6e" not in str(refused.value)


@isolate_apps("foundation")
def test_the_model_attribute():
    class Person(models.Model):  # noqa: DJ008
        seal_id = models.UUIDField(default=uuid.uuid4)
        identity_sealed = models.BinaryField(null=True)
        phone_sealed = models.BinaryField(null=True)
        identity_number = sealed_text("identity_sealed")
        phone = sealed_text("phone_sealed")

        class Meta:
            app_label = "foundation"
            db_table = "test_person"

    person = Person(identity_number="211224195503120018")
    assert b"2112" not in person.identity_sealed
    assert person.identity_number == "211224195503120018"
    assert person.phone == ""
    sealed = person.identity_sealed = memoryview(person.identity_sealed)
    person.identity_number = "211224195503120018"
    assert person.identity_sealed is sealed, "the same text is no change"
    assert person.identity_number == "211224195503120018"

    neighbour = Person(identity_sealed=person.identity_sealed)
    with pytest.raises(SealBroken):
        neighbour.identity_number
    person.phone_sealed = person.identity_sealed
    with pytest.raises(SealBroken):
        person.phone
    person.phone = "211224195503120018"
    assert person.phone == "211224195503120018", "a broken seal is replaced"

    person.identity_number = ""
    assert person.identity_sealed is None


def test_a_history_row_opens_with_its_originals_table():
    class Event:
        seal_id = "7"
        phone = sealed_text("phone_sealed", table="test_person")
        binding = encryption.seal_binding("test_person", "phone_sealed", "7")
        phone_sealed = seal("13812342207", bound_to=binding)

    assert Event().phone == "13812342207"
