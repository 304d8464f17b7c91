"""Registration in the place (本地户籍): the first of the three basic elements."""

from assistance.rules.answers import known
from assistance.rules.clauses import DIBAO
from assistance.rules.findings import Finding
from assistance.rules.judgement import Earlier, rule
from assistance.rules.sheet import Sheet
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

_UNKNOWN = Text(_("Where the household is registered (hukou) is not known."))
_FINDINGS = {
    True: Finding(known(True), Text(_("The household is registered (hukou) in this place."))),
    False: Finding(known(False), Text(_("The household is registered (hukou) elsewhere."))),
    None: Finding(known(None), _UNKNOWN, missing=(_UNKNOWN,)),
}


@rule("HK-01", DIBAO)
def local_hukou(sheet: Sheet, earlier: Earlier) -> Finding:
    """The household holds 户籍 of the place. 《社会救助暂行办法》第九条."""
    return _FINDINGS[sheet.facts.local_hukou]
