"""The comparison once more in plain Python, csv and dict: slow, obvious, and written apart.

It shares the layout, the finding rules and the character table with the engine, and nothing of
its SQL, blocks or transcoding; both must come to the same findings and the same refused rows.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from verification.engine.identity import (
    LEAST_VISIBLE,
    MemberKey,
    check_character,
    fits_mask,
    names_agree,
    tidy,
    tidy_name,
)
from verification.engine.layouts import FileLayout
from verification.engine.reasons import Refusal
from verification.engine.results import Basis, Match


def decode(data: bytes) -> str:
    """The text, damaged bytes as U+FFFD."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def judge(cells: list[str], width: int, number: str, name: str, birth: str) -> str | None:
    """Why a row cannot be compared; None when it can."""
    if any("\n" in cell for cell in cells):
        return Refusal.LINE_BREAK
    if any("\ufffd" in cell for cell in cells):
        return Refusal.UNDECODABLE
    if not "".join(cells).strip(" "):
        return "blank"
    if len(cells) < width:
        return Refusal.SHORT_ROW
    if len(cells) > width and cells[width]:
        return Refusal.LONG_ROW
    return judge_number(number, name.strip(" "), birth.strip(" "))


def judge_number(number: str, name: str, birth: str) -> str | None:
    """Why a tidied number cannot be compared; None when it can."""
    if re.fullmatch("[0-9]{15}", number):
        return None
    if re.fullmatch("[0-9]{17}[0-9X]", number):
        lost = number.endswith("000") and check_character(number[:17]) != "0"
        return Refusal.LOST_DIGITS if lost else None
    if not number:
        return None if name and birth else Refusal.NO_IDENTITY
    if "*" in number:
        if len(number.replace("*", "")) < LEAST_VISIBLE:
            return Refusal.MASK_TOO_WIDE
        return None if name else Refusal.NO_IDENTITY
    if re.fullmatch(r"\d(\.\d*)?E\+?\d+|\d{16,}\.\d*", number):
        return Refusal.LOST_DIGITS
    return Refusal.WRONG_LENGTH if re.fullmatch(r"\d+X?", number) else "other_document"


def reference_compare(
    path: Path, layout: FileLayout, members: Iterable[MemberKey]
) -> tuple[list[Match], list[tuple[int, str]]]:
    """Matches in file order, and (row number, reason) of every row refused."""
    by_number: dict[str, list[MemberKey]] = defaultdict(list)
    by_name: dict[str, list[MemberKey]] = defaultdict(list)
    for member in members:
        by_number[member.identity_number].append(member)
        if member.short_form:
            by_number[member.short_form].append(member)
        by_name[tidy_name(member.name)].append(member)
    rows = list(csv.reader(io.StringIO(decode(path.read_bytes()), newline="")))
    titles = {tidy(title): index for index, title in enumerate(rows[0])}
    fields = {
        field: next(titles[tidy(title)] for title in synonyms if tidy(title) in titles)
        for field, synonyms in layout.columns.items()
        if any(tidy(title) in titles for title in synonyms)
    }
    found: dict[tuple[int, tuple[str, ...]], tuple[MemberKey, Basis, list[int]]] = {}
    refused = []
    for row_number, cells in enumerate(rows[1:], 2):
        values = {f: cells[i] if i < len(cells) else "" for f, i in fields.items()}
        number = re.sub(r"^(\d{15})\.0+$", r"\1", tidy(values["identity_number"]))
        birth = values.get("birth_on", "")
        reason = judge(cells, len(rows[0]), number, values["name"], birth)
        if reason:
            if reason not in ("blank", "other_document"):
                refused.append((row_number, str(reason)))
            continue
        candidates: list[tuple[MemberKey, Basis]] = []
        namesakes = by_name[tidy_name(values["name"])]
        if not number:
            born = layout.read_date(birth)
            candidates = [(m, Basis.NAME_AND_BIRTH) for m in namesakes if born == m.birth_on]
        elif "*" in number:
            candidates = [
                (m, Basis.NAME_AND_MASK) for m in namesakes if fits_mask(number, m.identity_number)
            ]
        else:
            basis = Basis.NUMBER_15 if len(number) == 15 else Basis.NUMBER_18
            candidates = [(m, basis) for m in by_number[number]]
        for member, basis in candidates:
            key = (member.member_id, tuple(values.values()))
            found.setdefault(key, (member, basis, []))[2].append(row_number)
    matches = [
        Match(
            member,
            row_numbers[0],
            basis,
            not names_agree(member.name, dict(zip(fields, key[1], strict=True))["name"]),
            dict(zip(fields, key[1], strict=True)),
            tuple(row_numbers[1:]),
        )
        for key, (member, basis, row_numbers) in found.items()
    ]
    return matches, refused
