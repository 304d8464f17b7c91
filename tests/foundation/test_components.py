"""Each component is drawn as the pages use it, and what it must say is there."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms as django_forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from accounts.area_choice import area_choice
from foundation import forms
from foundation.deadlines import Light, Standing
from foundation.paging import Page
from foundation.tables import Column

DAY = datetime.date(2021, 6, 18)


def draw(source, path="/households/", **context):
    request = RequestFactory().get(path)
    template = engines["django"].from_string(source)
    return template.render({"request": request, **context})


def part(name, path="/households/", **context):
    return draw("{% include '" + f"components/{name}.html" + "' %}", path, **context)


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


class VisitForm(forms.Form):
    wage = forms.MoneyField(label="高德海 工资", help_text="脑梗后遗症")
    land = forms.UnitField(label="自己种", unit="亩", required=False)
    car = django_forms.ChoiceField(
        label="机动车", choices=[("no", "没有"), ("yes", "有")], widget=django_forms.RadioSelect
    )
    seen = django_forms.BooleanField(label="公示照片已看")
    about = django_forms.CharField(label="意见", widget=django_forms.Textarea, required=False)
    on = forms.DateField(label="日期", required=False)


def test_form_wires_labels_hints_errors_and_units():
    form = VisitForm({"wage": "abc", "land": "3"})
    page = part("form", form=form, submit="保存")
    assert '<label class="form-label" for="id_wage">' in page
    assert 'aria-describedby="id_wage_helptext id_wage_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'inputmode="decimal"' in page
    assert 'class="form-control"' in page
    assert "元/月</span>" in page
    assert "亩</span>" in page
    assert '<label class="nx-opt"><input type="radio"' in page
    assert "（选填）" in page
    assert " required" not in page


def test_error_summary_repeats_each_message_and_leads_to_its_field():
    form = VisitForm({"wage": "abc", "seen": "on"})
    page = part("error_summary", form=form)
    (message,) = form.errors["wage"]
    assert "有 2 处要改" in page
    assert f'<a href="#id_wage">{message}</a>' in page
    assert '<a href="#id_car_0">' in page
    assert 'id="id_car_0"' in part("form", form=form, submit="保存")


def test_no_error_summary_without_errors():
    assert part("error_summary", form=VisitForm()).strip() == ""


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1200", "1200.00"), ("1,200.5", "1200.50"), ("１２００元", "1200.00")],
)
def test_money_is_read_as_people_type_it(typed, read):
    field = forms.MoneyField()
    assert field.clean(typed) == Decimal(read)
    assert isinstance(field.clean(typed), Decimal)


@pytest.mark.parametrize("typed", ["-1", "abc", "1.234", "12345678901"])
def test_absurd_money_is_refused_with_words(typed):
    with pytest.raises(django_forms.ValidationError):
        forms.MoneyField().clean(typed)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(DAY, 5, 0, Light.GREEN), ("剩 5 天", "6月18日", 'nx-due"')),
        (Standing(DAY, 0, 0, Light.YELLOW), ("今天到期", "6月18日", "nx-due--soon")),
        (Standing(DAY, 0, 2, Light.RED), ("逾期 2 天", "6月18日到期", "nx-due--late")),
        (Standing(DAY, 0, 0, Light.RED), ("已逾期", "6月18日到期", "nx-due--late")),
    ],
)
def test_due_label_says_the_time_left_and_the_date(standing, expected):
    page = part("due", standing=standing)
    for words in expected:
        assert words in page


def test_nothing_due_draws_nothing():
    assert part("due", standing=None).strip() == ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ v|money }}", "1,234.50"),
        ("{{ v|yuan }}", "1,234.50 元"),
        ("{{ v|yuan_month }}", "1,234.50 元/月"),
        ("{{ v|yuan_head }}", "1,234.50 元/人/月"),
        ("{{ n|money }}", "—"),
        ("{{ n|yuan_month }}", "—"),
        ("{{ zero|money }}", "0.00"),
        ("{{ id|mask_id }}", "2112**********1234"),
        ("{{ phone|mask_phone }}", "138****2207"),
        ("{{ account|mask_account }}", "****6780"),
        ("{{ day|cn_date }}", "6 月 18 日"),
        ("{{ day|cn_date_narrow }}", "6月18日"),
        ("{{ day|cn_date_full }}", "2021 年 6 月 18 日"),
        ("{{ n|cn_date }}", "—"),
        ("{{ part|percent:total }}", "95.2%"),
        ("{{ total|whole }}", "62,125"),
    ],
)
def test_filters_write_figures_the_one_way(source, expected):
    figures = {
        "v": Decimal("1234.5"), "n": None, "zero": Decimal(0), "id": "211299198001011234",
        "phone": "13800002207", "account": "6217000012346780", "day": DAY,
        "part": 59161, "total": 62125,
    }  # fmt: skip
    assert draw(source, **figures) == expected


def test_dates_in_english():
    with translation.override("en"):
        assert draw("{{ day|cn_date_full }}", day=DAY) == "18 June 2021"


def test_icon_is_inline_and_silent():
    page = draw('{% icon "home" %}')
    assert page.startswith("<svg")
    assert 'aria-hidden="true"' in page
    assert "<path" in page
    assert 'stroke="none"' not in page


@pytest.mark.parametrize("name", ["../settings", "no-such-icon"])
def test_icon_names_are_checked(name):
    with pytest.raises(ValueError):
        draw('{% icon "' + name + '" %}')


def test_query_and_sort_keep_the_filters():
    path = "/households/?kind=dibao&sort=name&page=3"
    assert draw("{% query page=4 %}", path) == "?kind=dibao&amp;sort=name&amp;page=4"
    link = draw('{% sort_link "name" "姓名" %}', path)
    assert "sort=-name" in link
    assert "kind=dibao" in link
    assert "page=" not in link
    assert "▲" in link


def test_data_table_has_heads_rows_and_a_foot():
    columns = [
        Column("姓名", sort="name"),
        Column("金额", numeric=True),
        Column("操作", hidden=True),
    ]
    page = Page([1, 2], 2, 2, 5, False, True, "kind=dibao")
    drawn = part(
        "data_table", columns=columns, rows=page, page=page, row_template="components/note.html"
    )
    assert 'class="nx-scroll" tabindex="0" role="group"' in drawn
    assert "sort=name" in drawn
    assert "第 3–4 条，共 5 条" in drawn
    assert "?kind=dibao&amp;page=3" in drawn


def test_empty_list_says_how_to_see_others():
    drawn = part("data_table", columns=[], rows=[], empty_title="宝力镇没有逾期的疑点")
    assert "宝力镇没有逾期的疑点" in drawn
    assert "请更换地区或清空条件" in drawn


@pytest.mark.parametrize(
    ("name", "context", "expected"),
    [
        ("crumbs", {"crumbs": [("家庭档案", "/households/"), ("宝力镇", "")]}, "宝力镇"),
        ("page_head", {"title": "台账", "tag": "审核中", "tone": "go"}, "nx-tag--go"),
        (
            "counts",
            {"counts": [{"figure": 1206, "label": "全部", "address": "?", "is_on": 1}]},
            "1,206",
        ),
        ("status_tag", {"label": "待补正", "tone": "warn"}, "nx-tag--warn"),
        ("kv", {"pairs": [("家庭人口", "4 人"), ("电话", "")]}, "<dd>—</dd>"),
        ("steps", {"steps": [{"label": "受理", "state": "now", "lines": ["a", "b"]}]}, "a<br>b"),
        (
            "stepper",
            {"parts": [{"label": "基本情况", "note": "未填", "address": "#", "is_current": 1}]},
            "第 1 部分，共 1 部分：基本情况",
        ),
        ("timeline", {"events": [{"at": DAY, "text": "受理"}]}, "2021 年 6 月 18 日"),
        (
            "ladder",
            {"rungs": [{"title": "低保", "state": "no", "verdict": "不符合", "gap": "超出 38.20"}]},
            '<b class="nx-bad">超出 38.20</b>',
        ),
        ("files", {"files": [{"label": "申请书", "missing": True}]}, "缺件"),
        ("note", {"text": "已提交", "tone": "ok"}, "nx-note--ok"),
        ("confirm", {"title": "停发？", "go": "停发", "back": "/"}, "先不办理"),
        ("decide", {"title": "审核结论", "form": VisitForm(), "submit": "提交"}, "nx-decide"),
    ],
)
def test_small_components(name, context, expected):
    assert expected in part(name, **context)


def test_text_is_escaped():
    assert "&lt;b&gt;" in part("note", text="<b>")
    assert "&lt;b&gt;" in draw("{% tag x %}", x="<b>")
    assert "&lt;b&gt;" in draw("{% table_scroll %}{{ x }}{% endtable_scroll %}", x="<b>")


@pytest.mark.parametrize(
    ("state", "polls", "words"),
    [("running", True, "生成中"), ("failed", False, "没有生成"), ("done", False, "可下载")],
)
def test_job_row_polls_until_it_has_ended(state, polls, words):
    job = SimpleNamespace(
        uuid="6f1f9a8e-0000-4000-8000-000000000000", title="台账", state=state, done=62, total=100,
        is_finished=state != "running", has_result_file=state == "done", row_errors=[], failure="",
        result_name="", is_cancel_asked=False, asked_at=None,
    )  # fmt: skip
    page = part("job_row", job=job)
    assert ('hx-trigger="every 3s"' in page) is polls
    assert words in page


def test_filter_bar_keeps_sort_and_offers_to_clear():
    class Filters(django_forms.Form):
        kind = django_forms.ChoiceField(label="类别", choices=[("", "全部"), ("dibao", "低保")])

    page = part("filter_bar", "/households/?kind=dibao&sort=name", form=Filters({"kind": "dibao"}))
    assert 'class="form-select"' in page
    assert 'name="sort" value="name"' in page
    assert "清空条件" in page


def test_area_picker_never_leaves_the_own_area(caseworker, neighbour):
    own = area_choice(caseworker)
    assert [area.name for area in own.above] == ["铁岭市", "昌图县"]
    assert own.value == caseworker.area_id
    assert own.children
    outside = area_choice(caseworker, neighbour.area_id)
    assert outside.value == caseworker.area_id
    village = area_choice(caseworker, own.children[0].code)
    assert village.value == own.children[0].code
    page = part("area_picker", areas=village)
    assert f'<input type="hidden" name="area" value="{village.value}">' in page


def test_area_children_draws_the_next_level(client_for, city_viewer):
    client = client_for(city_viewer)
    page = client.get("/areas/children/", {"field": "area", "area": "211224000000"})
    assert page.status_code == 200
    assert "宝力镇" in page.content.decode()
    assert "全部乡镇" in page.content.decode()
