"""Visits begun before the form grew stay as they were; new ones answer what it asks now."""

import datetime

from django.utils import translation

from surveys.content import blank, well_formed
from surveys.digests import content_digest
from surveys.form_schema import form_schema
from surveys.merge import merge, with_value
from surveys.reading import chapters, differences
from surveys.schema import EDITION, SECTIONS, edition_of
from surveys.validation import hard, validate
from tests.factories.surveys import LAND, content

ON = datetime.date(2026, 6, 22)
NEW_SECTIONS = {"supporters", "notes"}


def old():
    """A content as it was stored before there were editions, supporters and notes."""
    return {name: part for name, part in content(on=ON).items() if name not in NEW_SECTIONS}


def test_a_visit_begun_before_is_as_complete_as_it_was():
    assert edition_of(old()) == 1
    assert hard(validate(old(), on=ON)) == []


def test_its_digest_does_not_change_by_being_opened_or_merged():
    digest = content_digest(old())
    assert content_digest(well_formed(old())) == digest
    assert content_digest(merge(old(), well_formed(old()), well_formed(old())).content) == digest


def test_its_words_are_still_read():
    land = next(c for c in chapters(well_formed(old())) if c.name == "land")
    assert ("玉米" in dict(land.entries[0].answers).values()) is True
    assert differences(old(), well_formed(old())) == []


def test_a_new_visit_names_the_crop():
    made = with_value(content(on=ON), "family.edition", str(EDITION))
    assert [(f.path, f.code) for f in hard(validate(made, on=ON))] == [
        (f"land.{LAND}.plant", "required")
    ]
    assert hard(validate(with_value(made, f"land.{LAND}.plant", "maize"), on=ON)) == []


def test_an_empty_form_has_every_section():
    assert set(blank()) == {section.name for section in SECTIONS}


def test_every_word_of_the_form_is_translated():
    """No question, hint or choice stays English for the people who fill it in."""

    def words(value):
        if isinstance(value, dict):
            for key, item in value.items():
                if key in {"label", "hint", "add", "unit"}:
                    yield item
                else:
                    yield from words(item)
        elif isinstance(value, list):
            for item in value:
                yield from words(item)

    with translation.override("zh-hans"):
        plain = [one for one in words(form_schema()) if one and one.isascii()]
    assert plain == []


def test_conditions_name_fields_and_answers_that_are_there():
    for section in SECTIONS:
        for field in section.fields:
            for condition in filter(None, (field.shown_if, field.also_if)):
                asked = section.field(condition[0])
                assert asked is not None, (section.name, field.name)
                if asked.kind == "choice":
                    known = {code for code, _label in asked.choices} | {None, ""}
                    assert set(condition[1]) <= known, (section.name, field.name)
            if field.filled_by:
                assert section.field(field.filled_by[1]) is not None
