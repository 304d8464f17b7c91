"""The audit trail is digested, sealed in chained batches and provable."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts import audit
from accounts.models import AuditEvent, AuditSeal
from accounts.owner import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three_acts(caseworker):
    return [
        audit.record(by=caseworker, action="test.done", detail={"n": n, "名": "值"})
        for n in range(3)
    ]


def tamper(statement: str) -> None:
    """What only the owner of the machine could do, triggers switched off."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditevent DISABLE TRIGGER keep_audit")
        cursor.execute("ALTER TABLE accounts_auditsealentry DISABLE TRIGGER keep_audit")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE accounts_auditevent ENABLE TRIGGER keep_audit")
        cursor.execute("ALTER TABLE accounts_auditsealentry ENABLE TRIGGER keep_audit")


def test_whole_trail_proves(three_acts, capsys):
    assert audit.verify().unsealed == 3
    first = audit.seal()
    audit.record(by=None, action="test.later")
    second = audit.seal()
    assert (first.number, first.count, second.number, second.count) == (1, 3, 2, 1)
    assert second.previous == first.chained
    assert audit.seal() is None
    proof = audit.verify()
    assert (proof.is_whole, proof.events, proof.seals, proof.unsealed) == (True, 4, 2, 0)
    call_command("verify_audit")
    assert proof.head in capsys.readouterr().out


def test_changed_row_is_named(three_acts):
    audit.seal()
    tamper(f"UPDATE accounts_auditevent SET action = 'x.y' WHERE id = {three_acts[1].pk}")
    proof = audit.verify()
    assert proof.broken_events == [three_acts[1].pk]
    assert proof.broken_seals == []
    with pytest.raises(SystemExit):
        call_command("verify_audit")


def test_removed_row_breaks_its_seal(three_acts):
    audit.seal()
    gone = three_acts[0].pk
    tamper(
        f"DELETE FROM accounts_auditsealentry WHERE event_id = {gone};"
        f"DELETE FROM accounts_auditevent WHERE id = {gone}"
    )
    assert audit.verify().broken_seals == [1]


def test_an_open_transaction_waits_for_the_next_seal(three_acts):
    """An event with a lower number that is committed later is sealed all the same."""
    done = threading.Event()
    may_commit = threading.Event()

    def slow_act():
        with transaction.atomic():
            audit.record(by=None, action="test.slow")
            done.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow_act)
    thread.start()
    done.wait(10)
    audit.record(by=None, action="test.after")
    assert audit.seal().count == 4
    may_commit.set()
    thread.join()
    assert audit.seal().count == 1
    assert AuditEvent.objects.get(action="test.slow").sealing.seal == AuditSeal.objects.last()
    assert audit.verify().unsealed == 0


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
def test_merkle_root_depends_on_every_leaf_and_their_order(count):
    leaves = [f"{n:064x}" for n in range(count)]
    root = audit.merkle_root(leaves)
    for n in range(count):
        changed = [*leaves[:n], "f" * 64, *leaves[n + 1 :]]
        assert audit.merkle_root(changed) != root
    if count > 1:
        assert audit.merkle_root(list(reversed(leaves))) != root
