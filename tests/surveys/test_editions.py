"""Visits begun before the form grew stay as they were; new ones answer what it asks now."""

import datetime
import json

from django.utils import translation

from foundation.encryption import sm3_hex
from surveys.content import blank, well_formed
from surveys.digests import content_digest, frozen_digest, signed_digests
from surveys.form_schema import form_schema
from surveys.merge import merge, with_value
from surveys.reading import chapters, differences
from surveys.schema import EDITION, SECTIONS, edition_of
from surveys.validation import hard, validate
from tests.factories.surveys import HOME, LAND, content

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


def noted(made):
    """The same answers with what the form notes by itself."""
    note = {"path": f"land.{LAND}.yield_per_mu", "code": "not_standard", "words": "洼地"}
    return with_value(with_value(made, f"notes.{HOME}", note), "family.edition", "2")


def test_what_the_form_notes_by_itself_is_not_signed_but_frozen():
    assert content_digest(noted(old())) == content_digest(old())
    assert frozen_digest(noted(old()), []) != frozen_digest(old(), [])


def test_an_answer_changed_makes_another_digest():
    changed = with_value(old(), "family.circumstances", "屋顶漏雨")
    assert content_digest(changed) not in signed_digests(old())


def test_a_signature_put_under_the_notes_as_well_stays_proven():
    """Digests of two contents as they were signed before the form's notes were left out."""
    then = {"family": {"cause": "1", "edition": "2"}, "notes": {HOME: {"words": "洼地"}}}
    text = json.dumps(then, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert sm3_hex(text.encode()) in signed_digests(then)
    assert sm3_hex(text.encode()) != content_digest(then)
    assert sm3_hex(text.encode()) not in signed_digests(with_value(then, "family.cause", "2"))


def test_its_words_are_still_read():
    land = next(c for c in chapters(well_formed(old())) if c.name == "land")
    assert "玉米" in [one.words for one in land.entries[0].answers]
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
