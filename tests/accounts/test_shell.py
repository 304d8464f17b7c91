"""The frame round every page: who sees which way in, in which language and size."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import resolve

from accounts import navigation
from accounts.access import may

PASSWORD_PAGE = "/password/"
SIGN_IN = "/sign-in/?next=/password/"


def test_every_entry_names_a_known_permission(caseworker):
    for entry in navigation.ENTRIES:
        may(caseworker, entry.permission)


@pytest.mark.urls("tests.accounts.rooms")
def test_people_see_only_the_rooms_they_may_enter(caseworker, city_viewer):
    request = RequestFactory().get("/")
    shown = [link.address for link in navigation.entries_for(caseworker, request)]
    assert "/households/list/" in shown
    assert "/accounts/users/" not in shown
    assert "/accounts/audit/" not in shown
    seen_by_city = [link.address for link in navigation.entries_for(city_viewer, request)]
    assert "/reports/dashboard/" in seen_by_city


@pytest.mark.parametrize(
    ("address", "lit"),
    [
        ("/households/", ["/households/"]),
        ("/households/imports/", ["/households/"]),
        ("/households/codes/", ["/households/codes/"]),
        ("/households/codes/mzt073/sex/", ["/households/codes/"]),
        ("/households/codes/import/", ["/households/codes/"]),
    ],
)
def test_one_way_in_is_lit(address, lit, city_manager):
    request = RequestFactory().get(address)
    request.resolver_match = resolve(address)
    links = navigation.entries_for(city_manager, request)
    assert [link.address for link in links if link.is_current] == lit


def test_who_only_reads_codes_stands_among_the_households(caseworker):
    request = RequestFactory().get("/households/codes/")
    request.resolver_match = resolve("/households/codes/")
    links = navigation.entries_for(caseworker, request)
    assert [link.address for link in links if link.is_current] == ["/households/"]


def test_entries_that_lead_nowhere_yet_are_left_out(caseworker):
    for link in navigation.entries_for(caseworker, RequestFactory().get("/")):
        resolve(link.address)


def test_signed_in_page_has_name_sign_out_and_session_length(caseworker, client_for):
    page = client_for(caseworker).get(PASSWORD_PAGE).content.decode()
    assert "李晓梅" in page
    assert 'action="/sign-out/" method="post"' in page
    assert f'data-session-seconds="{settings.SESSION_COOKIE_AGE}"' in page
    assert page.index("跳到正文") < page.index("<header")
    assert "<script>" not in page
    assert " style=" not in page


def test_sign_in_page_is_chinese_whatever_the_browser_says():
    page = Client(headers={"accept-language": "en-US"}).get(SIGN_IN)
    assert "工作人员登录" in page.content.decode()
    assert page["Content-Language"] == "zh-hans"
    assert 'lang="zh-CN"' in page.content.decode()


def test_language_is_switched_and_stays():
    client = Client()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    page = client.get(SIGN_IN).content.decode()
    assert "Staff sign-in" in page
    assert '<html lang="en"' in page


def test_large_text_is_switched_on_and_off():
    client = Client()
    assert 'class="is-large"' not in client.get(SIGN_IN).content.decode()
    client.post("/text-size/", {"large": "1", "next": "/sign-in/"})
    assert 'class="is-large"' in client.get(SIGN_IN).content.decode()
    client.post("/text-size/", {"large": "0", "next": "/sign-in/"})
    assert 'class="is-large"' not in client.get(SIGN_IN).content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example"])
def test_text_size_never_leads_elsewhere(target):
    assert Client().post("/text-size/", {"large": "1", "next": target})["Location"] == "/"


def test_words_for_scripts_are_open_and_hold_no_data():
    answer = Client().get("/words.js")
    assert answer.status_code == 200
    assert "javascript" in answer["Content-Type"]


def test_wrong_password_says_what_to_do(caseworker):
    answer = Client().post(SIGN_IN, {"username": "li.xiaomei", "password": "wrong"})
    page = answer.content.decode()
    assert "账号或密码不对，请核对后重新填写" in page
    assert 'value="li.xiaomei"' in page
    assert "<title>错误： 登录" in page


@pytest.mark.parametrize("address", ["/no-such-page/", "/households/999999999/"])
def test_missing_page_has_a_way_on(caseworker, client_for, address):
    answer = client_for(caseworker).get(address)
    assert answer.status_code == 404
    assert "找不到这个页面" in answer.content.decode()
    assert "回到待办" in answer.content.decode()


def test_stale_form_is_explained():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "这次没有保存" in answer.content.decode()
