"""The articles each condition rests on, by date: the law changed on 1 July 2021."""

from datetime import date
from typing import TypeAlias

Clauses: TypeAlias = tuple[tuple[date, str], ...]

NEW_RULES = date(2021, 7, 1)
ALWAYS = date.min

_INTERIM = "《社会救助暂行办法》（国务院令第649号）"
_DIBAO_OLD = "《最低生活保障审核审批办法（试行）》（民发〔2012〕220号）"
_DIBAO = "《最低生活保障审核确认办法》（民发〔2021〕57号）"
_LIAONING = "《辽宁省最低生活保障、低收入家庭对象认定办法》（辽民发〔2020〕36号）"
_TIELING = "《铁岭市最低生活保障对象、低收入家庭认定实施细则》（铁市民发〔2020〕号）"
_TEKUN_OLD = "《特困人员认定办法》（民发〔2016〕178号）"
_TEKUN = "《特困人员认定办法》（民发〔2021〕43号）"
_RIGID = "《刚性支出困难家庭认定办法》（民发〔2024〕57号）"

DIBAO: Clauses = ((ALWAYS, f"{_INTERIM}第九条；{_DIBAO_OLD}"), (NEW_RULES, f"{_DIBAO}第四条"))
DIBAO_PROPERTY: Clauses = (
    (ALWAYS, f"{_INTERIM}第九条；{_LIAONING}"),
    (NEW_RULES, f"{_DIBAO}第四条、第十四条"),
)
LOW_INCOME: Clauses = ((ALWAYS, f"{_TIELING}；{_LIAONING}"),)
TEKUN_CAPACITY: Clauses = ((ALWAYS, _TEKUN_OLD), (NEW_RULES, f"{_TEKUN}第五条"))
TEKUN_INCOME: Clauses = ((ALWAYS, _TEKUN_OLD), (NEW_RULES, f"{_TEKUN}第六条"))
TEKUN_PROPERTY: Clauses = ((ALWAYS, _TEKUN_OLD), (NEW_RULES, f"{_TEKUN}第七条"))
TEKUN_SUPPORT: Clauses = ((ALWAYS, _TEKUN_OLD), (NEW_RULES, f"{_TEKUN}第八条"))
TEKUN_CHILD: Clauses = ((ALWAYS, _TEKUN_OLD), (NEW_RULES, f"{_TEKUN}第九条"))
SINGLE_PERSON: Clauses = ((ALWAYS, _LIAONING), (NEW_RULES, f"{_DIBAO}第八条；{_LIAONING}"))
RIGID_EXPENSE: Clauses = ((ALWAYS, "辽宁省支出型困难家庭救助规定"), (date(2024, 1, 1), _RIGID))
TEMPORARY: Clauses = ((ALWAYS, f"{_INTERIM}第四十七条"),)


def clause_on(clauses: Clauses, on: date) -> str:
    """The document and article in force on a day."""
    for since, clause in reversed(clauses):
        if since <= on:
            return clause
    return clauses[0][1]
