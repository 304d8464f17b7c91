"""People's names: one spelling to store, pinyin initials and given name to search by."""

import unicodedata
from collections.abc import Mapping

from pypinyin import Style, lazy_pinyin

from foundation.plain import without_blanks

MIDDLE_DOT = "\u00b7"  # · between the parts of a minority name

_DOTS = str.maketrans(dict.fromkeys(".．•・･‧∙⋅", MIDDLE_DOT))

# 复姓: surnames of two characters.
COMPOUND_SURNAMES = frozenset(
    """
    万俟 上官 东方 东郭 东门 乐正 亓官 令狐 仲孙 佟佳 公冶 公孙 公羊 公良 公西 单于
    南宫 南门 叶赫 司寇 司徒 司空 司马 呼延 壤驷 夏侯 太叔 太史 夹谷 宇文 完颜 宗政
    宰父 富察 尉迟 左丘 微生 慕容 拓跋 梁丘 欧阳 段干 淳于 漆雕 澹台 濮阳 独孤 申屠
    百里 皇甫 章佳 端木 第五 纳兰 羊舌 耶律 西门 诸葛 谷梁 贺兰 赫连 轩辕 那拉 钟离
    长孙 闻人 闾丘 鲜于
    """.split()  # noqa: SIM905 (a list of words is read by people)
)
# Surnames whose reading differs from the character's usual one: only initials are needed.
SURNAME_INITIALS: Mapping[str, str] = {
    "单": "s",  # Shàn
    "仇": "q",  # Qiú
    "查": "z",  # Zhā
    "解": "x",  # Xiè
    "区": "o",  # Ōu
    "曾": "z",  # Zēng
    "盖": "g",  # Gě
    "缪": "m",  # Miào
    "翟": "z",  # Zhái
    "朴": "p",  # Piáo
    "覃": "q",  # Qín
    "乐": "y",  # Yuè
    "种": "c",  # Chóng
    "折": "s",  # Shé
    "黑": "h",  # Hè
    "秘": "b",  # Bì
    "洗": "x",  # Xiǎn
    "冼": "x",  # Xiǎn
    "员": "y",  # Yùn
    "繁": "p",  # Pó
    "召": "s",  # Shào
    "隗": "w",  # Wěi
    "尉": "w",  # Wèi
    "宓": "m",  # Mì
    "莘": "s",  # Shēn
    "祭": "z",  # Zhài
    "么": "y",  # Yāo
    "撒": "s",  # Sǎ
    "句": "g",  # Gōu
    "晁": "c",  # Cháo
    "谌": "c",  # Chén
    "沈": "s",  # Shěn
    "石": "s",  # Shí
    "卜": "b",  # Bǔ
    "柏": "b",  # Bǎi
    "车": "c",  # Chē
    "褚": "c",  # Chǔ
    "令": "l",  # Lìng
    "牟": "m",  # Mù
    "那": "n",  # Nā
    "宁": "n",  # Nìng
    "逄": "p",  # Páng
    "盛": "s",  # Shèng
    "殷": "y",  # Yīn
    "尹": "y",  # Yǐn
    "俞": "y",  # Yú
    "臧": "z",  # Zāng
    "訾": "z",  # Zī
    "咎": "z",  # Zǎn, as 昝 is often written
    "重": "c",  # Chóng
    "尉迟": "yc",  # Yùchí
    "万俟": "mq",  # Mòqí
    "单于": "cy",  # Chányú
    "长孙": "zs",  # Zhǎngsūn
    "澹台": "tt",  # Tántái
    "皇甫": "hf",  # Huángfǔ
    "亓官": "qg",  # Qíguān
    "乐正": "yz",  # Yuèzhèng
    "宰父": "zf",  # Zǎifǔ
}


def normalise_name(text: str) -> str:
    """The one spelling a name is stored in.

    No blanks, Unicode NFC, and every dot between the parts of a minority name as ``·``
    (U+00B7). Rare and full-width characters stay what they are.
    """
    return unicodedata.normalize("NFC", without_blanks(text)).translate(_DOTS).strip(MIDDLE_DOT)


def surname(name: str) -> str:
    """The surname (姓) of a Chinese name, ``""`` for names with ``·`` or in Latin letters."""
    if MIDDLE_DOT in name or len(name) < 2 or name.isascii():
        return ""
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[0]


def given_name(name: str) -> str:
    """The given name (名): of ``欧阳娜娜``, ``娜娜``.

    Of a minority name with ``·`` it is the first part, which is the person's own; of a name in
    one character or in Latin letters, all of it.
    """
    return name.split(MIDDLE_DOT)[0][len(surname(name)) :]


def pinyin_initials(name: str) -> str:
    """The initials of a name's pinyin in small letters: ``韩淑英`` gives ``hsy``.

    Surnames have their readings as surnames. Latin letters and digits are kept; a character
    nobody has a reading for is left out.
    """
    family = surname(name)
    return SURNAME_INITIALS.get(family, _initials(family)) + _initials(name[len(family) :])


def _initials(text: str) -> str:
    """First letters of the readings, phrase by phrase."""
    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=_latin)
    return "".join(letters)


def _latin(text: str) -> str:
    return "".join(char for char in text.lower() if char.isascii() and char.isalnum())
