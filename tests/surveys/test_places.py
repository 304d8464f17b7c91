"""The places of a visit one can point at, their words, and whether an answer has changed."""

import pytest

from surveys.content import blank, well_formed
from surveys.merge import with_value
from surveys.places import has_changed, is_place, place_words, places, words_at
from surveys.reading import by_part, chapters, differences, figure_changes
from tests.factories.surveys import INCOME, LAND, SOMEBODY, content

HERE = content()


@pytest.mark.parametrize(
    "path",
    ["family", "family.cause", "members", f"members.{SOMEBODY}", f"members.{SOMEBODY}.labour",
     f"incomes.{INCOME}.amount", "coverage.dibao.received", "conclusion.opinion", "header.remarks"],
)  # fmt: skip
def test_places_of_the_form(path):
    assert is_place(HERE, path)
    assert place_words(path, HERE)


@pytest.mark.parametrize(
    "path",
    ["", "nothing", "family.nothing", f"incomes.{SOMEBODY}", f"members.{SOMEBODY}.member",
     f"members.{SOMEBODY}.disease", f"land.{LAND}.rent", "coverage.dibao.amount", "family.cause.x"],
)  # fmt: skip
def test_what_is_not_asked_there_is_no_place(path):
    assert not is_place(HERE, path)


def test_every_answer_of_the_chapters_is_a_place():
    known = {place.path for place in places(HERE)}
    shown = {
        answer.path
        for chapter in chapters(HERE)
        for entry in chapter.entries
        for answer in entry.answers
    }
    assert shown <= known


@pytest.mark.parametrize(
    ("path", "value", "changed"),
    [
        (f"incomes.{INCOME}.amount", "500.00", False),
        (f"incomes.{INCOME}.amount", "600.00", True),
        (f"incomes.{INCOME}.amount", None, True),
        (f"incomes.{INCOME}.source", "", False),
        (f"incomes.{INCOME}", None, True),
        ("incomes", {}, True),
        ("conclusion.proposals", ["01"], False),
        ("conclusion.proposals", [], True),
        ("coverage.dibao.received", True, True),
    ],
)
def test_a_change_is_another_answer(path, value, changed):
    assert has_changed(path, HERE, with_value(HERE, path, value)) is changed


def test_a_row_says_its_answers_and_a_section_its_rows():
    assert "500.00" in words_at(HERE, f"incomes.{INCOME}")
    assert words_at(HERE, "incomes")
    assert words_at(HERE, f"members.{SOMEBODY}.name") == "韩淑英"
    assert words_at(blank(), "family.cause") == ""
    assert words_at(HERE, "nothing.at.all") == ""


def test_differences_know_their_part_and_how_much_an_amount_moved():
    after = with_value(HERE, f"incomes.{INCOME}.amount", "620.00")
    after = with_value(after, "family.cause", "2")
    found = differences(HERE, well_formed(after))
    amount = next(one for one in found if one.path == f"incomes.{INCOME}.amount")
    assert (amount.part, amount.change) == (2, "+120.00")
    assert [len(rows) for _label, rows in by_part(found)] == [1, 1]
    changes = {str(one.label): one.change for one in figure_changes(HERE, after)}
    assert list(changes.values()) == ["+120.00", "+120.00"]
    assert figure_changes(HERE, HERE) == []
