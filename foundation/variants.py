"""Characters of names written in more than one way: 昇 and 升, 喆 and 哲, 閆 and 闫 (异体字).

Only true variants stand here: the old and traditional forms that hand-written ledgers and old
identity cards use, and the surnames registered under two characters (肖/萧, 闫/阎, 付/傅, 代/戴).
Characters that merely look or sound alike do not.
"""

# Each group begins with the form the others are compared as.
GROUPS = tuple(
    """
    升昇陞 哲喆 坤堃 峰峯 群羣 杰傑 铁鉄鐵 柏栢 浚濬 修脩 晋晉 佩珮 琴琹 咏詠 兰蘭 凤鳳 华華 国國囯
    丽麗 荣榮 刘劉 张張 陈陳 杨楊 赵趙 黄黃 吴吳 郑鄭 马馬 孙孫 萧蕭肖 阎閻闫閆 傅付 戴代 于於
    宝寶寳 奇竒 德徳惪 彦彥 岳嶽 强強彊 勋勛勳 叙敍敘 净淨凈 况況 凉涼 决決 温溫 真眞 渊淵 钟鍾锺鐘
    昆崑崐 村邨 烟煙 炯烱 辉輝煇 晖暉 焕煥 耀燿 留畱 佑祐 秋秌 稚穉 笋筍 彩綵 线綫線 翱翶 艳艶艷豔
    庵菴 众衆眾 欣訢 善譱 迥逈 游遊 钩鈎 鉴鑑鑒 闲閒閑 邻隣鄰 隽雋 颖頴穎 梅楳槑 松枩 栋棟 桥橋
    龙龍 云雲 连連 艺藝 义義 兴興 贵貴 财財 贤賢 长長 顺順 书書 胜勝 业業 丰豐豊 万萬 东東 亚亞
    伟偉 伦倫 俭儉 军軍 刚剛 双雙 启啟啓 园園 圆圓 坚堅 声聲 姗姍 娇嬌 宁寧甯 宪憲 宾賓 实實 岗崗
    师師 庆慶 开開 归歸 怀懷 恒恆 战戰 扬揚 晓曉 术術 权權 来來 枫楓 树樹 桦樺 梁樑 泽澤 洁潔絜
    济濟 润潤 满滿 滨濱 灵靈 炜煒 烨燁爗 爱愛 玛瑪 玮瑋 环環 珑瓏 琼瓊 瑶瑤 盖蓋 礼禮 祯禎 禄祿
    红紅 纪紀 纯純 纲綱 绍紹 经經 绪緒 维維 绮綺 缘緣 罗羅 联聯 聪聰 芦蘆 苏蘇蘓 荫蔭 莲蓮 莹瑩
    莺鶯 蓝藍 观觀 训訓 诗詩 诚誠 谊誼 谦謙 贝貝 贞貞 跃躍 达達 运運 远遠 选選 邓鄧 邹鄒 钢鋼 钦欽
    钧鈞 铭銘 银銀 锁鎖 锋鋒 锐銳 锦錦 镇鎮 门門 闯闖 阳陽 陆陸 韦韋 韩韓 项項 顾顧 风風 飞飛 驰馳
    骏駿 鲁魯 鸣鳴 鸿鴻 鹏鵬 鹤鶴 齐齊 龄齡 蒋蔣 冯馮 许許 谢謝 叶葉 卢盧 汤湯 贺賀 谭譚 侯矦
    """.split()  # noqa: SIM905 (a list is read by people)
)

_FOLDED = {other: group[0] for group in GROUPS for other in group[1:]}
_GROUP_OF = {char: group for group in GROUPS for char in group}
# For SQL's translate(): every other form, and beside it the form it is compared as.
OTHER_FORMS = "".join(_FOLDED)
FIRST_FORMS = "".join(_FOLDED.values())
_TABLE = str.maketrans(_FOLDED)


def folded(name: str) -> str:
    """The name with every variant as the first of its group: equal for ``王昇`` and ``王升``."""
    return name.translate(_TABLE)


def spellings(name: str, *, at_most: int = 12) -> list[str]:
    """The name as typed, in its first forms, and with one character at a time written otherwise."""
    found = dict.fromkeys((name, folded(name)))
    for place, char in enumerate(name):
        for other in _GROUP_OF.get(char, ""):
            found[name[:place] + other + name[place + 1 :]] = None
    return list(found)[:at_most]
