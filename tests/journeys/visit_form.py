"""What a person does in the visit form, part by part."""

from playwright.sync_api import expect


def choose(page, legend, answer):
    """Press an option by the words a person sees."""
    fieldset = page.locator("fieldset").filter(has=page.locator("legend", has_text=legend)).first
    option = fieldset.locator("label").filter(has=page.get_by_text(answer, exact=True))
    option.locator("input").click()


def unfold(page, section):
    """Open a section of the second part, where a phone folds it."""
    head = page.locator(f"#fold-{section}")
    expect(head).to_be_visible()
    if head.get_attribute("aria-expanded") == "false":
        head.click()
    expect(head).to_have_attribute("aria-expanded", "true")


def saved(page):
    expect(page.locator("[data-place=state]")).to_contain_text("已同步")


def next_part(page):
    saved(page)
    page.locator("#next-part:visible, [data-place=docknext]:visible").first.click()


def family(page):
    page.get_by_label("走访结果").select_option(label="完成")
    page.get_by_label("开始时间").fill("09:30")
    page.get_by_label("结束时间").fill("10:20")
    page.get_by_label("受访人身份").select_option(label="户主本人")
    page.get_by_label("承包地").fill("8")
    choose(page, "老年人居住情况", "与家人同住")
    page.get_by_label("主要致贫原因").select_option(label="因病")
    choose(page, "劳动能力", "有劳动能力")
    page.get_by_label("就业情况").select_option(label="务农")
    page.get_by_label("就学情况").select_option(label="未入学")
    choose(page, "是否残疾", "否")
    choose(page, "患重病、慢性病", "否")


def economy(page):
    page.get_by_role("button", name="添加收入").click()
    choose(page, "所属成员", "韩淑英")
    page.get_by_label("收入项目").select_option(label="公益性岗位收入")
    page.get_by_label("金额").first.fill("-500")
    page.get_by_label("金额").first.blur()
    expect(page.locator(".nx-err__msg").first).to_contain_text("不能")
    page.get_by_label("金额").first.fill("500")
    page.get_by_role("button", name="添加土地").click()
    choose(page, "土地类别", "承包地")
    choose(page, "使用情况", "自己种")
    page.get_by_label("面积").first.fill("5")
    page.get_by_label("种植作物").select_option(label="玉米")
    page.get_by_label("每亩净收入").fill("612.50")
    page.get_by_label("每亩净收入").blur()
    for question in ("养殖", "机动车", "办企业或个体经营", "存款等金融财产"):
        choose(page, question, "没有")
    page.get_by_role("button", name="添加住房").click()
    page.get_by_label("住房性质").select_option(label="自有产权")
    page.get_by_label("建筑面积").fill("60")
    choose(page, "危房等级", "C级")
    next_part(page)
    expect(page.locator(".nx-errsum")).to_contain_text("承包地合计应为 8 亩，现在是 5 亩")
    page.locator(".nx-errsum a").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("8")
    page.keyboard.press("Tab")


def needs(page):
    choose(page, "有没有需要解决的问题", "有")
    choose(page, "已发政策宣传手册", "是")
    choose(page, "政策知晓度", "4 知道")
    choose(page, "处理建议", "拟纳入低收入")
    page.get_by_role("button", name="再加一项问题").click()
    page.get_by_label("帮扶类别").select_option(label="住房专项救助")
    page.get_by_label("具体需求").fill("C 级危房修缮")
    choose(page, "紧急程度", "一般")
    choose(page, "处理方式", "转介其他部门")
    page.get_by_label("责任单位").fill("县住建局")
    page.get_by_label("办结期限").fill("2030-01-01")
    page.get_by_label("办结期限").blur()


def sign(page, button):
    button.click()
    pad = page.locator("canvas.nx-pad")
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 90, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="使用这个签名").click()
    expect(page.locator("canvas.nx-pad")).to_have_count(0)
