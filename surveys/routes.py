"""The order in which a village is walked through (走访路线): by group, street and house number."""

import re

DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1000}
# A numeral counts as a number only where it counts something; 三道沟 and 五棵树 are names.
COUNTED = "组号排栋幢楼单室户队街路巷弄委门层区村屯"
NUMERALS = "".join([*DIGITS, *UNITS])
NUMBER = re.compile(rf"\d+|[{NUMERALS}]+(?=[{COUNTED}])")
RouteKey = tuple[tuple[int, int, str], ...]


def route_key(address: str) -> RouteKey:
    """Sorts addresses of a village as its houses stand: 2组9号 before 2组15号 before 十组1号.

    Numbers, in Arabic or Chinese figures, are compared as numbers, all else as text. An address
    that is not written down comes last.
    """
    text = address.translate(WIDTHS).strip()
    if not text:
        return ((2, 0, ""),)
    key, end = [], 0
    for found in NUMBER.finditer(text):
        key.append((1, 0, text[end : found.start()]))
        key.append((0, value_of(found.group()), ""))
        end = found.end()
    key.append((1, 0, text[end:]))
    return tuple(key)


def value_of(numeral: str) -> int:
    """The number a numeral means: 15, 十五, 二百零三, 一〇二."""
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if not any(letter in UNITS for letter in numeral):
        return int("".join(str(DIGITS[letter]) for letter in numeral))
    total, digit = 0, 0
    for letter in numeral:
        if letter in UNITS:
            total += (digit or 1) * UNITS[letter]
            digit = 0
        else:
            digit = DIGITS[letter]
    return total + digit


WIDTHS = {ord("０") + n: str(n) for n in range(10)} | {ord("　"): " "}
