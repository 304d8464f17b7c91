"""Catalogues: everything asked for is found, kept, checked and compiled."""

import gettext as stdlib_gettext
import os
import subprocess

import pytest

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
