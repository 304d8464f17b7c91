"""The parameters shipped with the system: those of documents, and marked defaults for the rest."""

from datetime import date

from assistance.rules.policy import PolicyRow

CITY = "211200000000"
AWAITING = "系统默认值，待市局确认"
DEMONSTRATION = "演示数据，非正式标准"
PLAN = "铁岭市民政系统“走进困难家庭 倾情解忧暖心”专项行动实施方案（2021年4月）"
LIAONING_2020 = "《辽宁省最低生活保障、低收入家庭对象认定办法》（辽民发〔2020〕36号）"
DIBAO_2021 = "《最低生活保障审核确认办法》（民发〔2021〕57号）"
TEKUN_2021 = "《特困人员认定办法》（民发〔2021〕43号）"
RURAL_PENSION_2021 = "农村低保家庭收入核算中基础养老金不计入的规定"
CITY_2025 = "铁岭市2025年城乡低保标准通知（开原市引用）"

PARAMETERS: tuple[PolicyRow, ...] = (
    PolicyRow("low_income_multiple", "1.5", PLAN, True),
    PolicyRow("fin_asset_months", "24", AWAITING),
    PolicyRow("max_homes", "1", AWAITING),
    PolicyRow("allowed_vehicles", "motorcycle,electric,disability", AWAITING),
    PolicyRow("listed_kinds", "02,05,06,07", AWAITING),
    PolicyRow("business_kinds", "13,14,15", AWAITING),
    PolicyRow("purchase_lookback_months", "36", AWAITING),
    PolicyRow("work_cost_mode", "none", AWAITING),
    PolicyRow("work_cost_rate", "0", AWAITING),
    PolicyRow("rigid_deduction_rate", "0", AWAITING),
    PolicyRow("support_preset", "C", AWAITING),
    PolicyRow("child_support_rate", "0.25", AWAITING),
    PolicyRow("child_support_cap", "0.50", AWAITING),
    PolicyRow("single_person_disease_multiple", "5", LIAONING_2020, True),
    PolicyRow("single_person_disability_multiple", "3", LIAONING_2020, True),
    PolicyRow("single_person_bands", "0:1,2:0.5", "参照沈阳市做法，待市局确认"),
    PolicyRow("rigid_ratio", "0.80", "辽宁省刚性支出困难家庭认定规定"),
    PolicyRow("dibao_minimum_share", "0", AWAITING),
    PolicyRow("temporary_yearly_limit", "2", AWAITING),
    PolicyRow("temporary_multiple:sudden", "2", AWAITING),
    PolicyRow("temporary_multiple:expenditure", "2", AWAITING),
)
"""Everywhere, urban and rural, until a dated row of the bureau replaces them."""

EXCLUSIONS: tuple[PolicyRow, ...] = (
    PolicyRow("exclude:special_care", "all", DIBAO_2021, True),
    PolicyRow("exclude:family_planning", "all", DIBAO_2021, True),
    PolicyRow("exclude:scholarship", "all", DIBAO_2021, True),
    PolicyRow("exclude:bravery_award", "all", DIBAO_2021, True),
    PolicyRow("exclude:social_assistance", "all", DIBAO_2021, True),
    PolicyRow("exclude:disability_subsidy", "all", AWAITING),
    PolicyRow("exclude:old_age_allowance", "all", AWAITING),
    PolicyRow("exclude:care_fee", "all", AWAITING),
    PolicyRow("exclude:funeral_grant", "all", AWAITING),
    PolicyRow("exclude:student_grant", "all", AWAITING),
    PolicyRow("exclude:housing_fund", "all", AWAITING),
    PolicyRow("exclude:injury_compensation", "all", AWAITING),
    PolicyRow("exclude:medical_insurance", "tekun", TEKUN_2021, True),
    PolicyRow(
        "exclude:basic_pension", "all", RURAL_PENSION_2021, False, "", "2",
        date(2021, 1, 1), date(2021, 6, 30),
    ),
    PolicyRow(
        "exclude:basic_pension", "all", DIBAO_2021, True, "", "",
        date(2021, 7, 1), date(2025, 12, 31),
    ),
    PolicyRow("exclude:basic_pension", "all", AWAITING, False, "", "", date(2026, 1, 1)),
)  # fmt: skip
"""Income not counted (不计入家庭收入), "all" for every programme or "tekun" for 特困 alone."""


def _year(start: int, end: int | None, urban: str, rural: str, key: str, source: str,
          confirmed: bool) -> tuple[PolicyRow, PolicyRow]:  # fmt: skip
    first = date(start, 7, 1)
    last = None if end is None else date(end, 6, 30)
    return (
        PolicyRow(key, urban, source, confirmed, CITY, "1", first, last),
        PolicyRow(key, rural, source, confirmed, CITY, "2", first, last),
    )


STANDARDS: tuple[PolicyRow, ...] = (
    *_year(2019, 2020, "541", "363", "dibao_standard", "铁岭市2019年城乡低保标准", True),
    *_year(2020, 2021, "574", "391", "dibao_standard", DEMONSTRATION, False),
    *_year(2021, 2022, "604", "431", "dibao_standard", DEMONSTRATION, False),
    *_year(2022, 2023, "638", "469", "dibao_standard", DEMONSTRATION, False),
    *_year(2023, 2024, "675", "511", "dibao_standard", DEMONSTRATION, False),
    *_year(2024, 2025, "713", "557", "dibao_standard", "铁岭市2024年城乡低保标准", True),
    *_year(2025, None, "744", "600", "dibao_standard", CITY_2025, True),
    *_year(2020, 2021, "747", "509", "tekun_standard", DEMONSTRATION, False),
    *_year(2021, 2022, "786", "561", "tekun_standard", DEMONSTRATION, False),
    *_year(2022, 2023, "830", "610", "tekun_standard", DEMONSTRATION, False),
    *_year(2023, 2024, "878", "665", "tekun_standard", DEMONSTRATION, False),
    *_year(2024, 2025, "927", "725", "tekun_standard", "铁岭市2024年特困人员供养标准", True),
    *_year(2025, None, "967", "781", "tekun_standard", CITY_2025, True),
)
"""Standards of the city in yuan a person a month, urban and rural; unknown years are demonstration
values and say so."""

ROWS: tuple[PolicyRow, ...] = (*PARAMETERS, *EXCLUSIONS, *STANDARDS)
