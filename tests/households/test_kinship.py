"""What people are to a new head follows from what they were to the former one, or is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import codelists
from households import kinship

RELATIONS = st.sampled_from(codelists.codes("relation"))
SEX = st.sampled_from(["0", "1", "2"])

CASES = [
    # new head (relation to the former head, sex), the person (relation, sex), the answer
    (("20", "1"), ("02", "2"), "52"),
    (("30", "2"), ("02", "1"), "51"),
    (("12", "2"), ("02", "1"), "11"),
    (("11", "1"), ("20", "1"), "20"),
    (("12", "2"), ("51", "1"), "53"),
    (("11", "1"), ("52", "2"), "56"),
    (("20", "1"), ("12", "2"), "52"),
    (("22", "1"), ("33", "2"), "70"),
    (("20", "1"), ("51", "1"), "60"),
    (("52", "2"), ("02", "1"), "20"),
    (("52", "2"), ("51", "1"), "11"),
    (("51", "1"), ("73", "1"), "20"),
    (("73", "1"), ("02", "1"), "70"),
    (("38", "2"), ("20", "1"), ""),
    (("20", "1"), ("41", "1"), ""),
    (("02", "1"), ("41", "1"), "41"),
]


@pytest.mark.parametrize(("head", "person", "answer"), CASES)
def test_what_follows(head, person, answer):
    (of_head, head_sex), (of_person, person_sex) = head, person
    found = kinship.restate(
        head=of_head, head_sex=head_sex, person=of_person, person_sex=person_sex
    )
    assert found == answer


@given(RELATIONS, SEX, RELATIONS, SEX)
def test_a_suggestion_is_a_code_and_never_a_second_head(head, head_sex, person, person_sex):
    found = kinship.restate(head=head, head_sex=head_sex, person=person, person_sex=person_sex)
    assert found == "" or found in codelists.codes("relation")
    assert found not in kinship.HEADS
