"""What people are to a new head (家庭关系, GB/T 4761), as far as it follows from the old head.

Pure suggestions: where several answers are possible the officer chooses.
"""

HEADS = ("01", "02")
CHILD = {"1": "20", "2": "30"}
PARENT = {"1": "51", "2": "52"}
SPOUSE = {"1": "11", "2": "12"}
MALE, FEMALE = "1", "2"


def restate(*, head: str, head_sex: str, person: str, person_sex: str) -> str:
    """The relation of a person to the new head, or "" when it does not follow.

    ``head`` and ``person`` are the relations of both to the former head, who is 01 or 02.
    """
    if head in HEADS:
        return "" if person in HEADS else person
    if person in HEADS:
        return _of_former_head(head, person_sex)
    rules = {"1": _by_spouse, "2": _by_child, "3": _by_child, "5": _by_parent}
    # 28 and 38 are a child's spouse: whose children the others are does not follow.
    if head in ("28", "38") or head[0] not in rules:
        return ""
    return rules[head[0]](head_sex, person, person_sex)


def _of_former_head(head: str, sex: str) -> str:
    """What the former head is to the new one."""
    if head in ("28", "38"):
        return ""
    by_group = {"1": SPOUSE, "2": PARENT, "3": PARENT, "5": CHILD}
    if head[0] in by_group:
        return by_group[head[0]].get(sex, "")
    return "70" if head[0] == "7" and head not in ("72", "74", "76", "78") else ""


def _by_spouse(head_sex: str, person: str, person_sex: str) -> str:
    """The new head is the former head's husband or wife: the children are theirs too."""
    if person[0] in "234":
        return person
    own = {FEMALE: {MALE: "53", FEMALE: "54"}, MALE: {MALE: "55", FEMALE: "56"}}
    if person in ("50", "51", "52"):
        return own.get(head_sex, {}).get(person_sex, "")
    return ""


def _by_child(head_sex: str, person: str, person_sex: str) -> str:
    """The new head is a child of the former head."""
    if person[0] == "1":
        return PARENT.get(person_sex, "")
    if person[0] in "23" and person not in ("28", "38"):
        return "70"
    if person in ("50", "51", "52"):
        return "60"
    return ""


def _by_parent(head_sex: str, person: str, person_sex: str) -> str:
    """The new head is father or mother of the former head."""
    if person in ("50", "51", "52"):
        return SPOUSE.get(person_sex, "")
    if person[0] in "23" and person not in ("28", "38"):
        return "40"
    if person[0] == "7" and person not in ("72", "74", "76", "78"):
        return CHILD.get(person_sex, "")
    return ""
