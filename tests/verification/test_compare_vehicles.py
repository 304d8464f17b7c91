"""The hand-written vehicles extract against its expected table, and against the reference."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.verification.reference_compare import reference_compare
from verification.engine.drafts import digest_of
from verification.engine.findings import drafts_for
from verification.engine.identity import MemberKey, check_character
from verification.engine.layouts import FileLayout, load_layout
from verification.engine.match import compare_extract
from verification.engine.reasons import EXPLANATIONS, FileProblem, FileRefused, Refusal
from verification.engine.results import Basis, CompareResult
from verification.engine.vehicles import VehicleParams

DATA = Path(__file__).parent / "data"
EXTRACT = DATA / "vehicles_gb18030.csv"


def read_members() -> list[MemberKey]:
    with (DATA / "members.csv").open(encoding="utf-8", newline="") as file:
        return [member_key(**row) for row in csv.DictReader(file)]


def member_key(
    member_id: str, household_id: str, area_id: str, identity_number: str, name: str
) -> MemberKey:
    born = identity_number[6:14]
    short = identity_number[:6] + identity_number[8:17] if born.startswith("19") else None
    return MemberKey(
        int(member_id),
        int(household_id),
        int(area_id),
        identity_number,
        short,
        name,
        date(int(born[:4]), int(born[4:6]), int(born[6:])),
    )


@pytest.fixture(scope="module")
def layout() -> FileLayout:
    return load_layout("vehicles")


@pytest.fixture(scope="module")
def result(layout: FileLayout) -> CompareResult:
    return compare_extract(EXTRACT, layout, read_members())


def test_every_trap_gives_the_expected_finding(result, layout):
    drafts = drafts_for(layout, result.matches, VehicleParams())
    found = [
        {
            "code": draft.code,
            "severity": draft.severity.value,
            "member_id": str(draft.member_id),
            "subject": draft.subject,
            "row_number": str(draft.evidence["row_number"]),
            "basis": draft.evidence["basis"],
            "is_sure": str(int(draft.is_sure)),
        }
        for draft in drafts
    ]
    with (DATA / "vehicles_expected.csv").open(encoding="utf-8", newline="") as file:
        assert found == list(csv.DictReader(file))


def test_refused_rows_are_named_with_reason_and_mend(result):
    assert [(row.row_number, row.reason) for row in result.refused_rows] == [
        (17, Refusal.LOST_DIGITS),
        (18, Refusal.LOST_DIGITS),
        (22, Refusal.WRONG_LENGTH),
        (23, Refusal.NO_IDENTITY),
        (24, Refusal.SHORT_ROW),
        (25, Refusal.LONG_ROW),
        (28, Refusal.MASK_TOO_WIDE),
    ]
    assert all(EXPLANATIONS[row.reason].mend for row in result.refused_rows)
    assert set(EXPLANATIONS) == set(Refusal)


def test_counts_account_for_every_row(result):
    assert result.encoding == "gb18030"
    assert (result.rows_read, result.blank_rows, result.other_documents) == (26, 1, 1)
    assert result.refused[Refusal.LOST_DIGITS] == 2
    assert result.mended == 4
    assert result.repeated == 1


def test_repeated_row_is_one_match_that_names_both_rows(result):
    [match] = [match for match in result.matches if match.fields["plate"] == "辽M00001"]
    assert (match.row_number, match.repeated_rows) == (2, (11,))


def test_wrong_name_flags_and_right_name_alone_does_not_match(result):
    by_plate = {match.fields["plate"]: match for match in result.matches}
    assert by_plate["辽M00008"].name_differs
    assert not by_plate["辽M00022"].name_differs
    assert "辽M00009" not in by_plate
    assert by_plate["辽M00010"].member.name == "孙丽"


def test_evidence_holds_the_words_of_the_agency(result):
    by_plate = {match.fields["plate"]: match.fields for match in result.matches}
    assert by_plate["辽M00006"]["model"] == '比亚迪牌,"秦"PLUS'
    assert by_plate["辽M00007"]["identity_number"].startswith("'2112")


def test_nothing_of_strangers_is_in_the_result(result):
    text = repr(result)
    for number in (DATA / "strangers.txt").read_text().split():
        assert number not in text
    assert "钱陌生" not in text
    assert "辽M00001" in text


def test_reference_comes_to_the_same(result, layout):
    matches, refused = reference_compare(EXTRACT, layout, read_members())
    assert matches == result.matches
    assert refused == [(row.row_number, row.reason.value) for row in result.refused_rows]
    ours = drafts_for(layout, result.matches, VehicleParams())
    theirs = drafts_for(layout, matches, VehicleParams())
    assert digest_of(ours) == digest_of(theirs)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_encodings_line_ends_and_separators_change_nothing(
    tmp_path, layout, result, encoding, line_end, delimiter
):
    rows = csv.reader(EXTRACT.read_bytes().decode("gb18030").splitlines())
    path = tmp_path / "extract.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    again = compare_extract(path, layout, read_members())
    assert again.encoding == encoding
    assert again.matches == result.matches
    assert again.refused_rows == result.refused_rows


def test_numbers_stored_as_excel_numbers_are_refused_en_masse(tmp_path, layout):
    believed = "211299196001010810"
    member = MemberKey(1, 1, 1, "211299197001010000", None, "王一", None)
    head = "车主姓名,身份证号,号牌号码,车辆类型,状态\n"
    one = f"王一,{member.identity_number},辽M1,小型轿车,正常\n"
    assert compare_one(tmp_path, layout, head + one, member).refused == {Refusal.LOST_DIGITS: 1}
    member = MemberKey(1, 1, 1, real_number_ending_in_zeros(), None, "王一", None)
    one = f"王一,{member.identity_number},辽M1,小型轿车,正常\n"
    alone = compare_one(tmp_path, layout, head + one, member)
    assert [match.basis for match in alone.matches] == [Basis.NUMBER_18]
    crowd = "".join(f"李{i},{believed[:14]}{i}000,辽M2,轿车,正常\n" for i in "123456")
    among = compare_one(tmp_path, layout, head + one + crowd, member)
    assert among.digits_lost_en_masse
    assert among.matches == []
    assert among.refused_rows[0].row_number == 2


def real_number_ending_in_zeros() -> str:
    numbers = (f"2112991970{i // 28 % 12 + 1:02d}{i % 28 + 1:02d}{i % 9 + 1}00" for i in range(999))
    return next(number + "0" for number in numbers if check_character(number) == "0")


def compare_one(tmp_path, layout, text, member):
    path = tmp_path / "extract.csv"
    path.write_bytes(text.encode("gb18030"))
    return compare_extract(path, layout, [member])


def test_missing_columns_are_named(tmp_path, layout):
    with pytest.raises(FileRefused) as refusal:
        compare_one(tmp_path, layout, "车主姓名,号牌号码\n甲,乙\n", read_members()[0])
    assert refusal.value.problem is FileProblem.COLUMNS_MISSING
    assert refusal.value.columns == ("身份证号", "车辆类型", "状态")


def test_empty_file_is_refused(tmp_path, layout):
    with pytest.raises(FileRefused) as refusal:
        compare_one(tmp_path, layout, "", read_members()[0])
    assert refusal.value.problem is FileProblem.EMPTY
