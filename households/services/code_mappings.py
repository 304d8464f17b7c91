"""Acts on pairs of codes, and what import and export ask of them (代码对照)."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from foundation import codelists
from foundation.faults import InputError
from households.models import CodeMapping
from households.models.code_mappings import Standard

FLAGS = {"is_for_export": "code", "is_for_import": "ext_code"}


class Alike:
    """Our codes that are one code in a file of a standard's: the file cannot tell them apart."""

    def __init__(self, standard: str, on: datetime.date) -> None:
        self._theirs = written(standard, on) if standard else {}

    def are(self, name: str, one: str, other: str) -> bool:
        """Whether both are the same code, ours or at least theirs."""
        return self.seen_as(name, one) == self.seen_as(name, other)

    def seen_as(self, name: str, code: str) -> tuple[bool, str]:
        """Their code, or ours where it has none (then it stood there in words)."""
        theirs = self._theirs.get(name, {})
        return code in theirs, theirs.get(code, code)


def ours(standard: str, code_list: str, on: datetime.date) -> dict[str, str]:
    """Our code by theirs, for reading a file of theirs; their names are understood too."""
    return ext_codes(standard, on).get(code_list, {})


def theirs(standard: str, code_list: str, on: datetime.date) -> dict[str, str]:
    """Their code by ours, for writing a file for them; what has no pair is not in it."""
    return written(standard, on).get(code_list, {})


def ext_codes(standard: str, on: datetime.date) -> dict[str, dict[str, str]]:
    """Our codes by theirs, of every list: what reading a ledger takes. One query."""
    found: dict[str, dict[str, str]] = {}
    names: dict[str, dict[str, str]] = {}
    for row in CodeMapping.objects.on(on).filter(standard=standard, is_for_import=True):
        found.setdefault(row.code_list, {})[row.ext_code] = row.code
        if row.ext_name:
            names.setdefault(row.code_list, {})[row.ext_name] = row.code
    return {name: {**names.get(name, {}), **codes} for name, codes in found.items()}


def written(standard: str, on: datetime.date) -> dict[str, dict[str, str]]:
    """Their codes by ours, of every list: what an export takes. One query."""
    found: dict[str, dict[str, str]] = {}
    for row in CodeMapping.objects.on(on).filter(standard=standard, is_for_export=True):
        found.setdefault(row.code_list, {})[row.code] = row.ext_code
    return found


def read_by(standard: str, on: datetime.date) -> dict[str, dict[str, str]]:
    """What a ledger's words mean besides our own: in a file of a standard its codes come first."""
    return ext_codes(standard, on) if standard else understood(on)


def understood(on: datetime.date) -> dict[str, dict[str, str]]:
    """What a ledger may say besides our own words: codes and names of every standard.

    A word that is ours already stays ours, and one that the standards read differently is left
    out, so that no cell silently changes its meaning.
    """
    found: dict[str, dict[str, str]] = {}
    for standard in Standard:
        for name, words in ext_codes(standard, on).items():
            entries = codelists.code_list(name).entries
            own = {*entries, *(entry.zh for entry in entries.values())}
            known = found.setdefault(name, {})
            for word, code in words.items():
                if word not in own:
                    known[word] = code if known.get(word, code) == code else ""
    return {
        name: {word: code for word, code in words.items() if code} for name, words in found.items()
    }


def check_codes(code_list: str, code: str) -> None:
    """Refuse a list or a code that is not ours. Raises InputError."""
    if code_list not in codelists.names():
        raise InputError("code_list", _("There is no code list of this name."))
    if code not in codelists.code_list(code_list).entries:
        words = format_lazy(_("Our list has no code {code}."), code=code)
        raise InputError("code", words)


@transaction.atomic
def put(*, by: User, standard: str, code_list: str, code: str, ext_code: str, on: datetime.date,
        **facts: Any) -> CodeMapping:  # fmt: skip
    """Enter a pair, or change what an open one says; twice does it once.

    ``facts`` are ``ext_name``, ``note``, ``is_for_export``, ``is_for_import``. Where it is to be
    the one written or read, the one so far gives way; where nothing is said, the first pair of a
    code is. Raises InputError.
    """
    check_codes(code_list, code)
    pairs = list(
        CodeMapping.objects.select_for_update(of=("self",)).filter(
            standard=standard, code_list=code_list, valid_to=None
        )
    )
    pair = next((p for p in pairs if (p.code, p.ext_code) == (code, ext_code)), None)
    others = [other for other in pairs if other is not pair]
    made = pair or CodeMapping(
        standard=standard, code_list=code_list, code=code, ext_code=ext_code, valid_from=on
    )
    before = None if pair is None else _said(pair)
    for name, value in facts.items():
        if value is not None:
            setattr(made, name, value)
    for flag in FLAGS:
        _settle(flag, made, others, is_said=pair is not None or facts.get(flag) is not None)
    if before == _said(made):
        return made
    made.save()
    audit.record(by=by, action="code_mapping.put", target=made, detail=_said(made))
    return made


@transaction.atomic
def end(*, by: User, mapping: CodeMapping, on: datetime.date) -> CodeMapping | None:
    """End a pair: its last day was the day before ``on``.

    One that began on that very day was in force on no day before: it is deleted, with None.
    """
    locked = CodeMapping.objects.select_for_update(of=("self",)).filter(pk=mapping.pk).first()
    if locked is None or locked.valid_to is not None:
        return locked
    if locked.valid_from >= on:
        audit.record(by=by, action="code_mapping.ended", target=locked, detail=_said(locked))
        locked.delete()
        return None
    locked.valid_to = on - datetime.timedelta(days=1)
    locked.save(update_fields=["valid_to"])
    audit.record(by=by, action="code_mapping.ended", target=locked, detail=_said(locked))
    return locked


@transaction.atomic
def put_all(
    *, by: User, standard: str, rows: Iterable[Mapping[str, Any]], on: datetime.date
) -> int:
    """Enter every pair of an imported table, all or none; returns how many."""
    count = 0
    for row in rows:
        put(by=by, standard=standard, on=on, **row)
        count += 1
    return count


def _settle(flag: str, made: CodeMapping, others: Iterable[CodeMapping], *, is_said: bool) -> None:
    """Keep the one that is written (or read) single: unsaid the first stays, said the new wins."""
    field = FLAGS[flag]
    same = [other for other in others if getattr(other, field) == getattr(made, field)]
    rivals = [other for other in same if getattr(other, flag)]
    if not is_said:
        setattr(made, flag, not rivals)
    elif getattr(made, flag):
        for other in rivals:
            setattr(other, flag, False)
            other.save(update_fields=[flag])


def _said(row: CodeMapping) -> dict[str, Any]:
    names = ("standard", "code_list", "code", "ext_code", "ext_name", *FLAGS, "note")
    return {name: getattr(row, name) for name in names}
