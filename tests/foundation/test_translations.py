"""Catalogues: everything asked for is found, kept, checked and compiled."""

import gettext as stdlib_gettext
import os
import subprocess

import pytest
from django.utils.translation import gettext, override

from foundation import translations

TEMPLATE = """
<main>
      <h1>{% translate "Households" %}</h1>
  <p>{% blocktranslate trimmed count n=rows|length %}
       {{ n }} household
     {% plural %}
       {{ n }} households
     {% endblocktranslate %}</p>
  <p>{% translate "May" context "month name" %} {% include "x.html" with title=_("Next") %}</p>
  {# not (balanced "quote #}
  <p>it's 5 o'clock ( [</p>
</main>
"""


@pytest.fixture
def house(tmp_path):
    for name, text in {
        "households/models.py": "_('Village')\ngettext_lazy('a' ' and b')\n",
        "households/migrations/0001_initial.py": "_('Never')\n",
        "config/settings.py": "_('English')\n",
        "templates/households/list.html": TEMPLATE,
        "templates/components/card.html": "{% translate 'Close' %}",
        "static/households/list.js": (
            "const a = b => `${gettext('Saved')} ${b?.c}`; ngettext('%s row', '%s rows', n)"
        ),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def messages(house, app, domain="django"):
    return {key.message for key in translations.extract_keys(app, domain, house)}


def test_every_source_is_found_in_its_own_catalogue(house):
    assert messages(house, "households") == {
        "Village", "a and b", "Households", "%(n)s household", "May", "Next",
    }  # fmt: skip
    assert messages(house, "households", "djangojs") == {"Saved", "%s row"}
    assert messages(house, "foundation") == {"English", "Close"}


def test_update_keeps_fills_and_drops(house):
    translations.update("households", "django", house, {"Village": "村", "May": "错"})
    (house / "households/models.py").write_text("_('Village')\n_('Town')\n", "utf-8")
    assert translations.update("households", "django", house, {"month name\x04May": "五月"})
    known = translations.read_catalog("households", "django", house)
    texts = {key.message: text for key, (text, _fuzzy) in known.items()}
    assert texts["Village"] == "村"
    assert texts["May"] == "五月"
    assert "Town" not in texts
    assert "a and b" not in texts
    assert not translations.update("households", "django", house)


def test_check_names_each_kind_of_fault(house):
    translations.update("households", "django", house, {"Village": "村"})
    path = translations.po_path("households", "django", house)
    text = path.read_text("utf-8")
    text = text.replace('msgid "Village"', '#, fuzzy\nmsgid "Village"')
    text += '\nmsgid "%(n)s household"\nmsgid_plural "%(n)s households"\nmsgstr[0] "{n} 户"\n'
    path.write_text(text + '\nmsgid "Next"\nmsgstr ""\n\nmsgid "Gone"\nmsgstr "没了"\n', "utf-8")
    report = translations.check("households", "django", house)
    assert [key.message for key in report.fuzzy] == ["Village"]
    assert [key.message for key in report.obsolete] == ["Gone"]
    assert [key.message for key in report.mismatched] == ["%(n)s household"]
    assert {key.message for key in report.missing} == {"a and b", "Households", "May", "Next"}
    assert len(list(report.lines())) == 7


def word(house, app, fill, domain="django"):
    """Let ``app`` ask for the messages of ``fill`` and put them into Chinese."""
    folder, name = (app, "words.py") if domain == "django" else (f"static/{app}", "words.js")
    lines = []
    for glued in fill:
        context, _glue, message = glued.rpartition(translations.CONTEXT_GLUE)
        call = f"pgettext({context!r}, {message!r})" if context else f"gettext({message!r})"
        lines.append(f"{call}\n")
    (house / folder).mkdir(parents=True, exist_ok=True)
    (house / folder / name).write_text("".join(lines), "utf-8")
    translations.update(app, domain, house, fill)


def test_one_message_with_two_wordings_is_a_clash_that_names_both(house):
    word(house, "households", {"Disabled": "残疾人", "Town": "乡镇"})
    word(house, "surveys", {"Disabled": "是否残疾", "Town": "乡镇"})
    (clash,) = translations.clashes(house)
    assert clash.line() == (
        "households, surveys/django: two wordings: 'Disabled': "
        "households '残疾人', surveys '是否残疾'"
    )
    assert [c.message for c in translations.clashes(house, ["surveys"])] == ["Disabled"]
    assert translations.clashes(house, ["petitions"]) == []


def test_a_context_another_domain_and_a_plural_keep_wordings_apart(house):
    word(house, "households", {"Disabled": "残疾人", "house\x04Open": "开"})
    word(house, "surveys", {"visit\x04Disabled": "是否残疾", "Open": "打开"})
    word(house, "petitions", {"Disabled": "停用"}, domain="djangojs")
    (house / "reports").mkdir()
    (house / "reports/words.py").write_text("ngettext('Disabled', 'All disabled', n)\n", "utf-8")
    translations.update("reports", "django", house, {"Disabled": "残疾人若干"})
    assert translations.clashes(house) == []


def test_a_clash_within_a_context_counts(house):
    word(house, "households", {"list\x04Open": "未结"})
    word(house, "petitions", {"list\x04Open": "在办"})
    (clash,) = translations.clashes(house)
    assert (clash.context, clash.message) == ("list", "Open")
    assert "two wordings: 'Open' in context 'list'" in clash.line()


def test_the_check_counts_a_clash_as_a_fault(house):
    word(house, "accounts", {"Disabled": "停用"})
    word(house, "surveys", {"Disabled": "停用"})
    assert list(translations.faults(house, ["accounts", "surveys"])) == []
    translations.update("surveys", "django", house, {"Disabled": "是否残疾"})
    (line,) = translations.faults(house, ["accounts", "surveys"])
    assert line.startswith("accounts, surveys/django: ")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("%(n)s of {total}", {"(n)s", "{total}"}),
        ("100%% of %s", {"s"}),
        ("100%", set()),
        ("%%s", set()),
    ],
)
def test_placeholders(text, names):
    assert translations.placeholders(text) == names


def test_compiled_catalogue_speaks_chinese_and_is_written_once(house):
    fill = {"Village": '村"\\\n屯', "%(n)s household": "%(n)s 户", "month name\x04May": "五月"}
    translations.update("households", "django", house, fill)
    assert len(translations.compile_all(house)) == 1
    assert translations.compile_all(house) == []
    mo = translations.po_path("households", "django", house).with_suffix(".mo")
    with mo.open("rb") as file:
        catalogue = stdlib_gettext.GNUTranslations(file)
    assert catalogue.gettext("Village") == '村"\\\n屯'
    assert catalogue.ngettext("%(n)s household", "%(n)s households", 1) == "%(n)s 户"
    assert catalogue.pgettext("month name", "May") == "五月"
    assert catalogue.gettext("Next") == "Next"
    os.utime(mo, ns=(0, 0))
    assert translations.compile_all(house) == [mo]


def test_words_compiled_while_the_process_runs_are_spoken_at_once(house, settings):
    """The first start compiles and then seeds: what it read before must not stay English."""
    settings.LOCALE_PATHS = [house / "locale/households"]
    with override("zh-hans"):
        assert gettext("Village") == "Village"
        translations.update("households", "django", house, new={"Village": "村庄"})
        translations.compile_all(house)
        assert gettext("Village") == "村庄"


def test_merge_leftovers_are_read_from_both_sides(house):
    translations.update("households", "django", house, {"Village": "村"})
    path = translations.po_path("households", "django", house)
    ours, theirs = 'msgid "Next"\nmsgstr "下一步"\n', 'msgid "Households"\nmsgstr "家庭"\n'
    empty = 'msgid "Households"\nmsgstr ""\n\n'
    text = path.read_text("utf-8") + f"\n{empty}<<<<<<< a\n{ours}=======\n{theirs}>>>>>>> b\n"
    path.write_text(text, "utf-8")
    translations.update("households", "django", house)
    known = translations.read_catalog("households", "django", house)
    texts = {key.message: text for key, (text, _fuzzy) in known.items()}
    assert texts["Next"] == "下一步"
    assert texts["Households"] == "家庭"
    assert "<<<" not in path.read_text("utf-8")


def test_git_keeps_the_messages_of_both_branches(house):
    attributes = (translations.ROOT / ".gitattributes").read_text("utf-8")
    (house / ".gitattributes").write_text(attributes, "utf-8")

    def git(*words):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *words], cwd=house, check=True, capture_output=True)

    def branch(name, message, chinese):
        git("checkout", "-q", "-b", name, "base")
        (house / f"households/{name}.py").write_text(f"_({message!r})\n", "utf-8")
        translations.update("households", "django", house, {message: chinese})
        git("add", ".")
        git("commit", "-q", "-m", name)

    translations.update("households", "django", house, {})
    git("init", "-q")
    git("checkout", "-q", "-b", "base")
    git("add", ".")
    git("commit", "-q", "-m", "base")
    branch("left", "Visit A", "走访甲")
    branch("right", "Visit B", "走访乙")
    git("merge", "-q", "left")
    translations.update("households", "django", house)
    known = translations.read_catalog("households", "django", house)
    texts = {key.message: text for key, (text, _fuzzy) in known.items()}
    assert texts["Visit A"] == "走访甲"
    assert texts["Visit B"] == "走访乙"
