"""The handbook on the site: for everybody signed in, every page explained, no link to nowhere."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.html import escapejs

from accounts import handbook, help_map
from accounts.handbook import Chapter
from accounts.models.users import Role
from tests.architecture.test_access import ALL
from tests.factories import accounts as people

PAGES = ["/help/", "/help/visits/", "/help/all/", "/help/kept/"]
CHAPTERS = handbook.chapters()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_the_handbook(role, areas, client_for):
    client = client_for(people.user(role, "211224000000", f"help.{role}"))
    assert [client.get(page).status_code for page in PAGES] == [200] * len(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_nobody_signed_out_reads_it(page, db):
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("accounts:sign_in"))


def test_a_chapter_that_is_not_there_is_not_found(caseworker, client_for):
    assert client_for(caseworker).get("/help/README/").status_code == 404


def test_html_in_the_text_is_shown_as_text():
    source = (
        "# t\n\n<script>alert(1)</script>\n\n一 <b onclick='x'>二</b> [三](javascript:alert(1))"
    )
    text = Chapter("x", "t", "", source).html()
    assert "<script" not in text
    assert "<b onclick" not in text
    assert 'href="javascript' not in text
    assert "&lt;script&gt;" in text


def test_marked_words_are_escaped_too():
    text = Chapter("x", "t", "", "# t\n\n甲 & 乙 < 丙").html(["乙 <"])
    assert "甲 &amp; <mark>乙 &lt;</mark> 丙" in text


def test_a_chapter_has_its_headings_its_neighbours_and_a_way_to_print(caseworker, client_for):
    page = client_for(caseworker).get("/help/review/").content.decode()
    assert f'id="{handbook.slug_of("一并审核")}"' in page
    assert 'rel="prev" href="/help/visits/"' in page
    assert 'rel="next" href="/help/campaigns/"' in page
    contents = client_for(caseworker).get("/help/").content.decode()
    assert 'href="/help/all/"' in contents
    for chapter in CHAPTERS.values():
        assert f'href="{chapter.address}"' in contents


def test_search_finds_all_words_and_marks_them(caseworker, client_for):
    client = client_for(caseworker)
    page = client.get("/help/", {"q": "签名 重签"}).content.decode()
    assert "<mark>签名</mark>" in page
    assert "/help/visits/?q=" in page
    chapter = client.get("/help/visits/", {"q": "重签"}).content.decode()
    assert "<mark>重签</mark>" in chapter
    nothing = client.get("/help/", {"q": "<b>没有这样的词"}).content.decode()
    assert "手册里没有这些词" in nothing
    assert "<b>没有" not in nothing


def test_titles_with_the_words_come_first():
    assert handbook.search("一并审核")[0].section.title == "一并审核"
    assert handbook.search("   ") == []


def test_the_whole_handbook_has_every_anchor_once(caseworker, client_for):
    page = client_for(caseworker).get("/help/all/").content.decode()
    found = re.findall(r' id="([^"]+)"', page)
    assert len(found) == len(set(found))
    article = page[page.index("<article") :]
    for link in re.findall(r'href="#([^"]+)"', article):
        assert unquote(link) in found, link


def test_every_page_of_the_site_is_explained():
    pages = [name for name in ALL if not name.startswith("api:")]
    assert len(pages) > 150
    for name in pages:
        chapter, anchor = help_map.place_of(name)
        assert anchor in CHAPTERS[chapter].anchors, name


def test_every_place_of_the_map_is_there():
    for chapter, _, anchor in (place.partition("#") for place in help_map.PLACES.values()):
        assert anchor in CHAPTERS[chapter].anchors, f"{chapter}#{anchor}"
    assert set(help_map.VISIT_PARTS) <= CHAPTERS["visits"].anchors


def test_every_file_is_a_chapter_and_no_heading_shares_its_anchor():
    files = {path.stem for path in handbook.FOLDER.glob("*.md")} - {"README"}
    assert files == set(CHAPTERS)
    for chapter in CHAPTERS.values():
        assert len(chapter.anchors) == len(chapter.headings), chapter.slug
    kept = [anchor for slug in handbook.KEPT for anchor in CHAPTERS[slug].anchors]
    assert len(kept) == len(set(kept))


def test_every_link_of_the_handbook_leads_to_a_heading():
    for chapter in CHAPTERS.values():
        for link in map(unquote, chapter.links):
            file, _, anchor = link.partition("#")
            there = CHAPTERS[file.removesuffix(".md")] if file else chapter
            assert not anchor or anchor in there.anchors, f"{chapter.slug}: {link}"


def test_every_picture_is_there_small_and_can_be_taken_again():
    used = {
        picture.removeprefix("pictures/").removesuffix(".webp")
        for chapter in CHAPTERS.values()
        for picture in chapter.pictures
    }
    there = {path.stem: path.stat().st_size for path in handbook.FOLDER.glob("pictures/*.webp")}
    assert used == set(there)
    assert max(there.values()) <= 120 * 1024
    script = Path(settings.BASE_DIR, "docs/screenshots/take.py").read_text("utf-8")
    assert used <= set(re.findall(r'Scene\("([\w-]+)"', script))


def test_pages_lead_to_their_own_place(caseworker, client_for):
    client = client_for(caseworker)
    assert handbook.address("start", "首页待办") in client.get("/").content.decode()
    page = client.get("/households/new/").content.decode()
    assert f'href="{handbook.address("households", "登记家庭")}" data-help' in page
    shell = client.get("/visits/field/").content.decode()
    assert f'href="{handbook.address("visits", "没有网络时")}" data-help' in shell
    assert f'data-parts="{help_map.visit_parts()}"' in shell


def test_phones_keep_the_chapters_of_visits_without_data(caseworker, client_for):
    page = client_for(caseworker).get("/help/kept/").content.decode()
    assert "李晓梅" not in page
    assert "csrf" not in page
    assert 'id="没有网络时"' in page
    worker = Client().get("/sw.js").content.decode()
    assert 'const HELP = "/help/kept/"' in worker
    assert escapejs(handbook.picture("pictures/")) not in worker
    for slug in handbook.KEPT:
        for picture in CHAPTERS[slug].pictures:
            assert handbook.picture(picture) in page
            assert escapejs(handbook.picture(picture)) not in worker
