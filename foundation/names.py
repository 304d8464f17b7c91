"""People's names: one spelling to store, pinyin initials and given name to search by."""

import unicodedata
from collections.abc import Mapping

from pypinyin import Style, lazy_pinyin

from foundation.plain import narrow, without_blanks

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
# The readings of surnames where a character's usual one is another; ü is written v.
SURNAME_READINGS: Mapping[str, str] = {
    "单": "shan", "仇": "qiu", "查": "zha", "解": "xie", "区": "ou",
    "曾": "zeng", "盖": "ge", "缪": "miao", "翟": "zhai", "朴": "piao",
    "覃": "qin", "乐": "yue", "种": "chong", "折": "she", "黑": "he",
    "秘": "bi", "洗": "xian", "冼": "xian", "员": "yun", "繁": "po",
    "召": "shao", "隗": "wei", "尉": "wei", "宓": "mi", "莘": "shen",
    "祭": "zhai", "么": "yao", "撒": "sa", "句": "gou", "晁": "chao",
    "谌": "chen", "沈": "shen", "石": "shi", "卜": "bu", "柏": "bai",
    "车": "che", "褚": "chu", "令": "ling", "牟": "mu", "那": "na",
    "宁": "ning", "逄": "pang", "盛": "sheng", "殷": "yin", "尹": "yin",
    "俞": "yu", "臧": "zang", "訾": "zi", "咎": "zan", "重": "chong",
    "尉迟": "yu chi", "万俟": "mo qi", "单于": "chan yu", "长孙": "zhang sun",
    "澹台": "tan tai", "皇甫": "huang fu", "亓官": "qi guan", "乐正": "yue zheng",
    "宰父": "zai fu", "任": "ren", "燕": "yan", "纪": "ji", "华": "hua",
    "葛": "ge", "应": "ying", "哈": "ha", "过": "guo", "教": "jiao", "都": "du",
    "占": "zhan", "不": "fou", "粘": "nian", "缑": "gou", "鲜于": "xian yu",
    "令狐": "ling hu", "呼延": "hu yan", "万": "wan", "阚": "kan", "郇": "xun",
    "谯": "qiao", "角": "jue", "兴": "xing", "曲": "qu", "於": "yu", "吕": "lv",
}  # fmt: skip


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
    known = SURNAME_READINGS.get(family, "").split()
    start = "".join(syllable[0] for syllable in known) or _letters(family, Style.FIRST_LETTER)
    return start + _letters(name[len(family) :], Style.FIRST_LETTER)


def pinyin(name: str) -> str:
    """A name's whole pinyin, without tones and blanks: ``单淑英`` gives ``shanshuying``."""
    family = surname(name)
    known = SURNAME_READINGS.get(family, "").replace(" ", "")
    return (known or _letters(family, Style.NORMAL)) + _letters(name[len(family) :], Style.NORMAL)


def typed_pinyin(text: str) -> str:
    """Pinyin as people type it (``Lü Yan``, ``lyu yan``, ``lv'yan``), spelt as ``pinyin`` does."""
    letters = _latin(narrow(text).lower().replace("ü", "v").replace("u:", "v"))
    return letters.replace("lyu", "lv").replace("nyu", "nv")


def _letters(text: str, style: Style) -> str:
    """The readings of characters, phrase by phrase."""
    return "".join(lazy_pinyin(text, style=style, errors=_latin))


def _latin(text: str) -> str:
    return "".join(char for char in text.lower() if char.isascii() and char.isalnum())
