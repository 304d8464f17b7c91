"""The village without a network: browser closed, server stopped, a newer build; no word lost."""

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import expect

from surveys.models import Visit
from tests.factories.households import household
from tests.journeys.conftest import CHROMIUM, PHONE, QUIET
from tests.journeys.visit_form import family

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PIN = "294716"


class Site:
    """The site as a process of its own on the test database: really stopped, really started."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("localhost", 0))
            self.port = free.getsockname()[1]
        self.process = None

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def start(self, build=""):
        """Serve; ``build`` names another state of the shell, as after an upgrade."""
        known = urlsplit(settings.SERVICES.database_url)
        name = settings.DATABASES["default"]["NAME"]
        environment = os.environ | {
            "DEBUG": "1", "SHELL_BUILD": build, "REDIS_URL": settings.SERVICES.redis_url,
            "DATABASE_URL": known._replace(path=f"/{name}").geturl(), "PYTHONUNBUFFERED": "1",
            "PRIVATE_DIR": str(settings.PRIVATE_DIR),
        }  # fmt: skip
        command = [sys.executable, "manage.py", "runserver", "--noreload", "--skip-checks"]
        self.process = subprocess.Popen(
            [*command, f"localhost:{self.port}"], cwd=settings.BASE_DIR, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        for line in self.process.stdout:
            if "Quit the server" in line:
                return
        raise AssertionError("the site did not start")

    def stop(self):
        """As a power cut stops it."""
        self.process.kill()
        self.process.wait()
        self.process = None


@pytest.fixture
def site(areas):
    made = Site()
    made.start()
    yield made
    if made.process is not None:
        made.stop()


@pytest.fixture
def phone(tmp_path, chromium, client_for):
    """``phone(site, user)``: a browser whose profile lies on disk; closing it ends the process."""
    errors = []

    @contextmanager
    def open_phone(site, user=None, name="phone"):
        context = chromium.launch_persistent_context(
            tmp_path / name, executable_path=CHROMIUM, args=QUIET, viewport=PHONE,
            locale="zh-CN", base_url=site.url, has_touch=True,
        )  # fmt: skip
        if user is not None:
            sign_in(context, site, client_for(user))
        page = context.pages[0]
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda m: print("CONSOLE", m.text))
        page.on("requestfailed", lambda r: print("FAILED", r.url, r.failure))
        yield page
        context.close()

    yield open_phone
    assert errors == []


def sign_in(context, site, client):
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}
    context.add_cookies([cookie])


def ready(page, how="1"):
    expect(page.locator("body")).to_have_attribute("data-ready", how, timeout=20_000)


def kept(page, text):
    expect(page.locator("[data-place=state]")).to_contain_text(text, timeout=20_000)


def take_along(page):
    """The village of the household, with a PIN; the shell is on the device afterwards."""
    page.goto("/visits/field/")
    ready(page)
    page.get_by_role("button", name="取走").first.click()
    page.get_by_label("离线口令（6 位数字）").fill(PIN)
    page.get_by_label("再输一遍").fill(PIN)
    page.get_by_role("button", name="设定口令").click()
    expect(page.locator("[data-household]")).to_have_count(1, timeout=20_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def test_a_visit_filled_in_without_network_is_finished_days_later(
    site, phone, caseworker, client_for, seen_by
):
    home = household()
    with phone(site, caseworker) as page:
        page.goto("/")
        take_along(page)
        site.stop()
        page.get_by_role("button", name="开始入户").click()
        page.wait_for_url("**/visits/*-*/")
        ready(page)
        expect(page.locator("h1")).to_have_text("入户调查：韩淑英家")
        kept(page, "已保存在本机")
        page.get_by_label("家庭其他情况").fill("屋顶漏雨，东屋不能住人")
        page.get_by_label("家庭其他情况").blur()
        kept(page, "已保存在本机")
        address = page.url
    with phone(site) as page:
        page.goto(address)
        ready(page)
        expect(page.get_by_label("家庭其他情况")).to_have_value("屋顶漏雨，东屋不能住人")
        family(page)
        page.locator("[data-place=docknext]").click()
        site.start(build="newer")
        page.evaluate("window.dispatchEvent(new Event('online'))")
        kept(page, "重新登录后上传")
        sign_in(page.context, site, client_for(caseworker))
        page.reload()
        ready(page)
        kept(page, "已同步")
    with seen_by(caseworker):
        (visit,) = Visit.objects.all()
        assert visit.content["family"]["circumstances"] == "屋顶漏雨，东屋不能住人"
        assert visit.content["family"]["contracted_land"] == "8"
        assert visit.household_id == home.pk
