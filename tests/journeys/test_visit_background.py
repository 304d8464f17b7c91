"""The form beside what is known: last answers, benefits on record, standards, doubts."""

import datetime
import json
from random import Random

import pytest
from playwright.sync_api import expect

from accounts import scope
from foundation.money import yuan
from households.models import HouseholdKind
from surveys.counting import Terms, count
from surveys.known_json import terms_json
from surveys.models import Visit
from surveys.questions.economy import UNCOUNTED
from surveys.services import visits
from tests.factories.economy import assessment
from tests.factories.households import household
from tests.factories.surveys import LAND, approved_visit, content
from tests.journeys.conftest import PHONE
from tests.journeys.visit_form import choose, saved, unfold
from tests.surveys.families import family

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TERMS = [
    Terms(),
    Terms(grounds={"scholarship": "x"}, work_cost_mode="rate_of_wage", work_cost_rate=1000,
          rigid_rate=5000, standard=713, support_rates=(5000, 5000, 4000)),
]  # fmt: skip


@pytest.fixture
def visited(caseworker, seen_by):
    """A family on dibao, visited before, with a new visit open; the county has set its standard."""
    home = household()
    with scope.whole_city("test data"):
        HouseholdKind.objects.create(household=home, area_id=home.area_id, kind="01",
                                     since=datetime.date(2020, 7, 1))  # fmt: skip
    assessment("maize", net_income="612.50")
    assessment("rice", net_income="780.00")
    approved_visit(home, fill=content(home, conclusion__proposals=["08"]))
    with seen_by(caseworker):
        return visits.start(household=home, by=caseworker)


def test_last_answers_standards_and_doubts_on_the_phone(visited, caseworker, page_of, seen_by):
    page = page_of(caseworker, PHONE)
    page.goto(f"/visits/{visited.uuid}/")
    expect(page.locator("#last-visit")).to_contain_text("处沿用上次")
    expect(page.get_by_text("沿用上次（").first).to_be_visible()
    page.locator("#same-family").click()
    expect(page.locator("#same-family")).to_have_text("已核对，无变化家庭情况")
    page.goto(f"/visits/{visited.uuid}/#part-2")
    expect(page.get_by_text("本页 0 处与上次").first).to_be_visible()
    unfold(page, "land")
    yield_box = page.get_by_label("每亩净收入")
    expect(page.get_by_text("按昌图县2025年标准 612.50 元/亩").first).to_be_visible()
    page.get_by_label("种植作物").select_option(label="水稻")
    expect(yield_box).to_have_value("780.00")
    expect(page.get_by_text("上次：612.50")).to_be_visible()
    yield_box.fill("500")
    yield_box.blur()
    expect(page.locator(".nx-doubts")).to_contain_text("昌图县2025年标准为 780.00 元")
    page.locator(".nx-doubts button").click()
    expect(page.locator(".nx-doubts .nx-err__msg")).to_have_text("请先写明原因")
    page.locator(".nx-doubts input").fill("今年受涝减产")
    page.locator(".nx-doubts button").click()
    expect(page.locator(".nx-doubts")).to_contain_text("均已说明")
    saved(page)
    page.locator("#dock-sums").click()
    expect(page.locator(".nx-dockfold")).to_contain_text(
        "÷ 共同生活 1 人 〔民发〔2021〕57号 第七条〕"
    )
    page.locator("#dock-sums").click()
    page.goto(f"/visits/{visited.uuid}/#part-3")
    expect(page.get_by_text("系统记录：低保 2020-07 起")).to_be_visible()
    choose(page, "低保", "否")
    expect(page.locator(".nx-doubts")).to_contain_text("系统记录正在享受低保")
    page.goto(f"/visits/{visited.uuid}/#part-5")
    expect(page.locator("#verdict-body")).to_contain_text("人均")
    with seen_by(caseworker):
        kept = Visit.objects.get(pk=visited.pk).content
    assert [note["words"] for note in kept["notes"].values() if note["code"] == "not_standard"] == [
        "今年受涝减产"
    ]
    assert kept["land"][LAND]["plant"] == "rice"


def test_errors_stop_a_part_and_doubts_do_not(visited, caseworker, page_of):
    page = page_of(caseworker, PHONE)
    page.goto(f"/visits/{visited.uuid}/#part-2")
    unfold(page, "land")
    page.get_by_label("每亩净收入").fill("500")
    page.get_by_label("每亩净收入").blur()
    expect(page.locator(".nx-doubts")).to_be_visible()
    saved(page)
    page.locator("[data-place=docknext]").click()
    expect(page.locator("[aria-current=step]").first).to_contain_text("3")
    page.goto(f"/visits/{visited.uuid}/#part-2")
    unfold(page, "land")
    page.get_by_label("面积").first.fill("5")
    page.get_by_label("面积").first.blur()
    saved(page)
    page.locator("[data-place=docknext]").click()
    expect(page.locator(".nx-errsum")).to_contain_text("承包地合计应为")
    expect(page.locator("[aria-current=step]").first).to_contain_text("2")


def test_the_standard_fills_in_without_a_network(visited, caseworker, page_of):
    page = page_of(caseworker, PHONE)
    page.goto(f"/visits/{visited.uuid}/#part-2")
    unfold(page, "land")
    expect(page.get_by_label("种植作物")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_label("种植作物").select_option(label="水稻")
    expect(page.get_by_label("每亩净收入")).to_have_value("780.00")
    page.get_by_label("每亩净收入").fill("1")
    page.get_by_label("每亩净收入").blur()
    expect(page.locator(".nx-doubts")).to_contain_text("按昌图县2025年标准 780.00 元/亩")
    page.evaluate("location.hash = '#part-5'")
    expect(page.locator("#verdict-body")).to_contain_text("没有网络：以上核算数字有效")
    page.context.set_offline(False)


def test_the_browser_counts_as_the_server_does(caseworker, page_of):
    rng = Random(57)  # any families will do
    contents = [family(rng) for _ in range(300)]
    page = page_of(caseworker)
    page.goto("/visits/")
    for terms in TERMS:
        sent = terms_json(terms) | {"all_grounds": sorted(UNCOUNTED)}
        found = page.evaluate(
            """async ([contents, terms]) => {
              const { figures } = await import("/static/surveys/sums.js");
              return contents.map((one) => {
                const { people, monthly, perCapita, uncounted } = figures(one, terms);
                return [people, monthly, perCapita, uncounted].join(" ").replace(/,/g, "");
              });
            }""",
            [json.loads(json.dumps(contents)), sent],
        )
        assert found == [in_words(count(one, terms)) for one in contents]


def in_words(counted):
    from_fractions = [counted.total, counted.per_head, counted.uncounted]
    return " ".join([str(counted.people), *(str(yuan(one)) for one in from_fractions)])
