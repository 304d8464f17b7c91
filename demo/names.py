"""Names of people who do not exist: surnames by frequency, given names by age, rare characters."""

import datetime
from random import Random

HAN, MONGOL, KOREAN, MANCHU, XIBE = "01", "02", "10", "11", "38"
SURNAMES = {
    "王": 90, "李": 86, "张": 82, "刘": 72, "赵": 36, "陈": 26, "杨": 28, "孙": 30, "高": 20,
    "徐": 20, "马": 16, "于": 22, "韩": 16, "姜": 12, "郭": 14, "宋": 14, "吴": 14, "周": 14,
    "朱": 12, "田": 10, "崔": 10, "丁": 9, "董": 10, "林": 8, "范": 8, "曹": 8, "邹": 5, "单": 3,
    "冯": 8, "许": 8, "石": 7, "付": 7, "曲": 7, "隋": 4, "毕": 4, "谷": 3, "苗": 3, "仇": 1,
    "欧阳": 1, "司马": 1, "曾": 1, "解": 2, "盖": 1, "鞠": 2, "初": 1, "矫": 1, "逄": 1,
}  # fmt: skip
BY_GROUP = {
    MANCHU: {"关": 16, "佟": 12, "赫": 6, "那": 7, "富": 5, "金": 9, "白": 8, "赵": 8, "温": 4,
             "汪": 3, "章佳": 1, "完颜": 1},
    KOREAN: {"金": 30, "朴": 20, "崔": 14, "郑": 8, "李": 14, "全": 5, "许": 4, "安": 3},
    MONGOL: {"包": 18, "白": 10, "吴": 6, "韩": 5, "陈": 4},
    XIBE: {"佟": 6, "关": 8, "吴": 4, "图": 3},
}  # fmt: skip
MEN = {
    1950: "国殿永德凤玉连士景万福贵祥忠财有振山林清廷海生发文",
    1970: "建国军立志明伟庆春福成宝刚海利长振江东民学文武新铁",
    1990: "磊鹏超强勇涛亮洋龙健飞波宇刚凯帅佳旭楠峰冬岩阳",
    2030: "浩宇轩子泽梓涵俊杰铭晨睿嘉昊天博奕硕文鑫家一",
}
WOMEN = {
    1950: "淑桂兰芝芬凤玉秀英珍荣香琴素霞云清贤范媛洁芹",
    1970: "丽艳霞红梅华敏玲杰凤春秋晶桂娟萍静波荣云亚洪晓",
    1990: "丹婷娜莹雪静颖慧佳楠晶欢蕾爽璐微琳瑶妍洋玥",
    2030: "涵欣怡梓萱诗雨彤子语嫣佳琪可馨美艺依诺钰潼思",
}
RARE = ("鴜", "堃", "喆", "翀", "玥", "淼", "烜", "赟")
DOTTED = {
    MONGOL: ("巴图·孟和", "乌云·其其格", "阿木尔·苏和", "萨仁·高娃", "那顺·巴雅尔"),
    XIBE: ("乌扎拉·文海", "瓜尔佳·玉兰"),
}


def ethnic_group(rng: Random, county: str) -> str:
    """The ethnic group (民族) of a family; 西丰 and 清河 have Manchu townships."""
    manchu = {"211223": 42, "211204": 24, "211282": 16}.get(county, 7)
    mongol = {"211224": 2, "211281": 2}.get(county, 1)
    roll = rng.randrange(100)
    if roll < manchu:
        return MANCHU
    if roll < manchu + mongol:
        return MONGOL
    if roll < manchu + mongol + 2:
        return KOREAN
    return XIBE if roll == 99 else HAN


def surname(rng: Random, group: str) -> str:
    pool = BY_GROUP.get(group, SURNAMES)
    return rng.choices(list(pool), weights=list(pool.values()))[0]


def given_name(rng: Random, *, male: bool, born: int) -> str:
    """A given name of the time of birth; one in eighty has a rare character."""
    pools = MEN if male else WOMEN
    pool = next(names for until, names in pools.items() if born < until or until == 2030)
    if rng.randrange(80) == 0:
        return rng.choice(RARE) + (rng.choice(pool) if rng.random() < 0.4 else "")
    first = rng.choice(pool)
    if rng.random() < (0.12 if born < 1970 else 0.35):
        return first
    return first + rng.choice([name for name in pool if name != first])


def full_name(rng: Random, *, group: str, family: str, male: bool, born: datetime.date) -> str:
    """A whole name; a few Mongol and Xibe people write two parts with a dot."""
    if group in DOTTED and rng.randrange(6) == 0:
        return rng.choice(DOTTED[group])
    return family + given_name(rng, male=male, born=born.year)
