"""How one cell becomes a value of the register: blanks, damage by Excel, words for codes."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.cell_values import EXACT, BrokenCell, CellValue, as_text
from foundation.contact import bank_account_doubt, parse_bank_account, parse_phone
from foundation.faults import InputError, Text
from foundation.identity import IdentityNumber, lost_digits, normalise_identity, parse_identity
from foundation.names import normalise_name
from foundation.plain import narrow, without_blanks
from households.importing.dates import ReadDate, read_date
from households.importing.targets import Target
from households.importing.units import Per, per_of
from households.importing.words import accepted, key_of, lookup

Value = str | bool | int | Decimal | date | IdentityNumber | ReadDate | tuple[str, ...] | None
Notes = list[tuple[str, Text]]
# Takes a cell and a list to note doubts in (code, message); raises InputError.
Reader = Callable[[CellValue, Notes], Value]

BLANK_WORDS = frozenset(
    "- -- --- — —— / // \\ . 。 、 无 空 暂无 没有 不详 未知 N/A NA NULL NONE NAN 无无 ×".split()  # noqa: SIM905
)
_DITTO = frozenset(("同上", "〃", '"', "''", "″", "”", "“", "同左"))
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_SEPARATORS = re.compile(r"[、,;/|+&\s]+")
_MONEY = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MONEY_WORDS = re.compile(r"元?[/每][月年]|元整|人民币|[¥￥元,]")
_LOST = re.compile("[?？\ufffd]|锟斤拷|烫烫")
_YES = frozenset("是 有 1 Y YES TRUE √ ✓ ✔ 对 已 已享受 享受 √是 V 是√ ☑".split())  # noqa: SIM905
_NO = frozenset("否 无 0 N NO FALSE × X 未 没有 不 不是 未享受 非 ☐ □ 无无".split())  # noqa: SIM905
MOST_MONEY = Decimal(10) ** 8
MOST_PEOPLE = 99
_CACHED = 50_000


def is_blank(value: CellValue) -> bool:
    """Whether a cell says nothing: empty, blanks of every kind, a dash, 无."""
    if value is None:
        return True
    if not isinstance(value, str) or isinstance(value, BrokenCell):
        return False
    text = without_blanks(value)
    return not text or narrow(text).upper() in BLANK_WORDS


def reader_for(
    target: Target,
    on: date,
    ext: Mapping[str, str] | None = None,
    *,
    is_damaged: bool = False,
) -> Reader:
    """The way to read the cells of a column; ``ext`` are a partner system's codes for ours.

    ``is_damaged``: some cell of the column was rounded by a spreadsheet (``importing.damage``).
    """
    plain: Mapping[str, Reader] = {
        "identity": _identity_reader(on, is_damaged=is_damaged),
        "phone": _read_phone,
        "account": _read_account,
        "certificate": _read_certificate,
        "date": _read_date,
        "month": _read_date,
        "money": _money_reader(target.per),
        "count": _read_count,
        "yes": _read_yes,
        "place": _read_place,
        "key": _read_place,
    }
    if target.kind == "name":
        return _guarded(_name_reader(target.most or 50))
    if target.kind == "text":
        return _guarded(_text_reader(target.most))
    if target.kind in ("code", "codes"):
        words = _words(target.code_list or "", ext)
        made = _codes_reader if target.kind == "codes" else _code_reader
        return _cached(_guarded(made(target.code_list or "", words), blank_words=False))
    reader = _guarded(plain[target.kind], blank_words=target.kind != "yes")
    return _cached(reader) if target.kind not in ("identity", "account", "certificate") else reader


def _guarded(reader: Reader, *, blank_words: bool = True) -> Reader:
    """Blank cells are None; cells without a usable value are refused before they are read."""

    def read(value: CellValue, notes: Notes) -> Value:
        if value is None:
            return None
        if isinstance(value, str):
            if isinstance(value, BrokenCell):
                raise _broken(value)
            text = without_blanks(value)
            if not text or (blank_words and narrow(text).upper() in BLANK_WORDS):
                return None
            if text in _DITTO:
                message = _("Write the value out in every row instead of “{typed}”.")
                raise InputError("ditto", format_lazy(message, typed=text))
        return reader(value, notes)

    return read


def _cached(reader: Reader) -> Reader:
    """Remember what a value was read as: ledgers say the same few things again and again."""
    known: dict[tuple[type, CellValue], tuple[Value, Notes]] = {}

    def read(value: CellValue, notes: Notes) -> Value:
        key = (value.__class__, value)
        found = known.get(key)
        if found is None:
            if isinstance(value, BrokenCell):
                return reader(value, notes)
            own: Notes = []
            found = reader(value, own), own
            if len(known) < _CACHED:
                known[key] = found
        if found[1]:
            notes.extend(found[1])
        return found[0]

    return read


def _identity_reader(on: date, *, is_damaged: bool) -> Reader:
    """Which numbers ending in 000 are refused and which are told: see ``importing.damage``."""

    def read(value: CellValue, notes: Notes) -> Value:
        _refuse_rounded(value)
        text = as_text(value)
        known = parse_identity(text, on=on)
        if lost_digits(text):
            if is_damaged:
                raise _lost_beside_others()
            message = _(
                "The identity number ends in 000, as numbers rounded by Excel do: compare it with"
                " the card."
            )
            notes.append(("ends_in_000", message))
        if known.converted:
            message = _("The number of 15 digits was converted to 18: compare it with the card.")
            notes.append(("converted", message))
        return known

    return read


def _read_phone(value: CellValue, notes: Notes) -> Value:
    _refuse_rounded(value)
    text = as_text(value)
    parts = [part for part in re.split(r"[、,;/\n]+", _nfkc(text)) if part.strip()]
    if len(parts) > 1:
        notes.append(("several_phones", _("Several numbers in one cell: the first was taken.")))
    return parse_phone(parts[0] if parts else text)


def _read_account(value: CellValue, notes: Notes) -> Value:
    _refuse_rounded(value)
    number = parse_bank_account(as_text(value))
    doubt = bank_account_doubt(number)
    if doubt is not None:
        notes.append(("account_doubt", doubt))
    return number


def _read_certificate(value: CellValue, notes: Notes) -> Value:
    _refuse_rounded(value)
    return normalise_identity(as_text(value))


def _read_date(value: CellValue, notes: Notes) -> Value:
    if isinstance(value, str) and narrow(value) in ("长期", "永久", "长期有效"):
        return None
    found = read_date(value)
    if found.was_serial:
        message = _("Excel shows a count of days here; it was read as {date}.")
        notes.append(("serial_date", format_lazy(message, date=found.day.isoformat())))
    return found


def _money_reader(per: Per) -> Reader:
    def read(value: CellValue, notes: Notes) -> Value:
        amount = _read_money(value)
        said = per_of(as_text(value))
        if said and per and said != per:
            raise _other_time(as_text(value), said)
        return amount

    return read


def _read_money(value: CellValue) -> Decimal:
    if isinstance(value, bool | date | datetime):
        raise _no_amount(as_text(value))
    text = _MONEY_WORDS.sub("", narrow(as_text(value)))
    if not _MONEY.fullmatch(text):
        raise _no_amount(as_text(value))
    amount = Decimal(text)
    if amount < 0:
        message = _("An amount cannot be less than nothing: take the minus away or correct it.")
        raise InputError("negative", message)
    if amount >= MOST_MONEY:
        raise InputError("amount_too_big", _("This amount is far too large: correct it."))
    # Only now: more digits than a Decimal keeps cannot be rounded to the cent.
    return amount.quantize(Decimal("0.01"))


def _read_count(value: CellValue, notes: Notes) -> Value:
    text = narrow(as_text(value)).rstrip("人口个名")
    if not re.fullmatch(r"-?[0-9]+(\.0+)?", text) or isinstance(value, bool | date):
        message = _("“{typed}” is no number of people: write digits only.")
        raise InputError("count", format_lazy(message, typed=as_text(value)[:30]))
    count = Decimal(text)
    if not 0 <= count <= MOST_PEOPLE:
        message = _("A number of people lies between 0 and {most}: correct it.")
        raise InputError("count", format_lazy(message, most=MOST_PEOPLE))
    return int(count)


def _read_yes(value: CellValue, notes: Notes) -> Value:
    word = narrow(as_text(value)).upper()
    if word in _YES:
        return True
    if word in _NO or word in BLANK_WORDS:
        return False
    message = _("“{typed}” is neither yes nor no: write 是 or 否.")
    raise InputError("yes_or_no", format_lazy(message, typed=as_text(value)[:30]))


def _read_place(value: CellValue, notes: Notes) -> Value:
    return narrow(as_text(value)) or None


def _name_reader(most: int) -> Reader:
    def read(value: CellValue, notes: Notes) -> Value:
        name = normalise_name(as_text(value))
        if not isinstance(value, str) or any(char.isdigit() for char in name):
            message = _("“{typed}” is no name: check whether the column is the right one.")
            raise InputError("name", format_lazy(message, typed=as_text(value)[:30]))
        if _LOST.search(name):
            message = _("A character of this name was lost (“{typed}”): type the name again.")
            raise InputError("lost_character", format_lazy(message, typed=name[:30]))
        return _not_longer(name, most)

    return read


def _text_reader(most: int) -> Reader:
    def read(value: CellValue, notes: Notes) -> Value:
        text = as_text(value)
        if not text.isprintable():
            text = " ".join(_visible(text).split())
        return _not_longer(text, most) if text else None

    return read


def _nfkc(text: str) -> str:
    """Full-width commas and brackets as narrow ones, blanks kept."""
    return unicodedata.normalize("NFKC", text)


def _visible(text: str) -> str:
    return "".join(c if unicodedata.category(c)[0] != "C" or c.isspace() else "" for c in text)


def _not_longer(text: str, most: int) -> str:
    if len(text) > most:
        message = _("The text has {found} characters, {most} fit: shorten it.")
        raise InputError("too_long", format_lazy(message, found=len(text), most=most))
    return text


def _words(name: str, ext: Mapping[str, str] | None) -> Mapping[str, str]:
    own = lookup(name)
    return own if not ext else {**own, **{key_of(word): code for word, code in ext.items()}}


def _code_reader(name: str, words: Mapping[str, str]) -> Reader:
    def read(value: CellValue, notes: Notes) -> Value:
        return _code(name, words, as_text(value))

    return read


def _codes_reader(name: str, words: Mapping[str, str]) -> Reader:
    def read(value: CellValue, notes: Notes) -> Value:
        text = as_text(value)
        if key_of(text) in words:
            return (words[key_of(text)],)
        parts = [part for part in _SEPARATORS.split(_nfkc(text)) if part.strip()]
        codes = [_code(name, words, part) for part in parts]
        return tuple(dict.fromkeys(code for code in codes if code)) or None

    return read


def _code(name: str, words: Mapping[str, str], text: str) -> str | None:
    word = key_of(text)
    if word in words:
        return words[word]
    bare = key_of(re.sub(r"\(.*\)", "", narrow(text)))
    if bare in words:
        return words[bare]
    if word in BLANK_WORDS or not word:
        return None
    message = _("“{typed}” is not known here. Write one of: {accepted}.")
    raise InputError("unknown_code", format_lazy(message, typed=text[:30], accepted=accepted(name)))


def _refuse_rounded(value: CellValue) -> None:
    """Refuse masked numbers, and those a number cell has rounded: it keeps 15 digits."""
    if isinstance(value, bool | date):
        raise InputError(
            "not_text", _("There is a date here: set the cell to text and type the number again.")
        )
    if isinstance(value, str) and "***" in narrow(value):
        message = _("The number is masked with stars: use a ledger with whole numbers.")
        raise InputError("masked", message)
    is_rounded = isinstance(value, int | float) and abs(value) >= EXACT
    if is_rounded or (isinstance(value, str) and _SCIENTIFIC.fullmatch(narrow(value))):
        raise InputError(
            "lost_digits",
            _("A spreadsheet has rounded this number: set the cell to text and type it again."),
        )


def _lost_beside_others() -> InputError:
    message = _(
        "The number ends in 000 and others in this column were rounded by Excel: set the cell to"
        " text and type the number from the card."
    )
    return InputError("lost_digits", message)


def _broken(cell: BrokenCell) -> InputError:
    if cell.code == "uncalculated":
        message = _(
            "This formula was never calculated: open the workbook in Excel, save it, or paste the"
            " column as values."
        )
        return InputError("uncalculated", message)
    return InputError(
        "error_cell", _("The cell shows an error such as #N/A: type the value itself.")
    )


def _other_time(typed: str, said: Per) -> InputError:
    if said == "year":
        message = _("“{typed}” is an amount a year, and this column takes amounts a month.")
    else:
        message = _("“{typed}” is an amount a month, and this column takes amounts a year.")
    return InputError(f"per_{said}", format_lazy(message, typed=typed[:30]))


def _no_amount(typed: str) -> InputError:
    message = _("“{typed}” is no amount: write digits only, such as 350.00.")
    return InputError("amount", format_lazy(message, typed=typed[:30]))
