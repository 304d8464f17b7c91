"""The site as its own process, and what a person does on a phone that keeps visits."""

import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from playwright.sync_api import expect

from accounts.models import User
from tests.factories.accounts import PASSWORD

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

    def start(self, build="", asks=""):
        """Serve; ``build`` names another state of the shell, as after an upgrade.

        ``asks`` is a question that visits begun after the upgrade must answer.
        """
        known = urlsplit(settings.SERVICES.database_url)
        name = settings.DATABASES["default"]["NAME"]
        environment = os.environ | {
            "DEBUG": "1", "SHELL_BUILD": build, "REDIS_URL": settings.SERVICES.redis_url,
            "DATABASE_URL": known._replace(path=f"/{name}").geturl(), "PYTHONUNBUFFERED": "1",
            "PRIVATE_DIR": str(settings.PRIVATE_DIR),
        }  # fmt: skip
        program = ["-m", "tests.journeys.upgraded", asks] if asks else ["manage.py"]
        command = [sys.executable, *program, "runserver", "--noreload", "--skip-checks"]
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


def sign_in(context, site, client):
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}
    context.add_cookies([cookie])


def sign_in_by_hand(page, user):
    """At the sign-in page; the site's own process knows no quick hashes of the test run."""
    hashed = make_password(PASSWORD, hasher=PBKDF2PasswordHasher())
    User.objects.filter(pk=user.pk).update(password=hashed)
    page.get_by_label("账号").fill(user.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def ready(page, how="1"):
    expect(page.locator("body")).to_have_attribute("data-ready", how, timeout=20_000)


def kept(page, text):
    expect(page.locator("[data-place=state]")).to_contain_text(text, timeout=20_000)


def take_along(page, count=1):
    """The village of the households, with a PIN; the shell is on the device afterwards."""
    page.goto("/visits/field/")
    ready(page)
    page.get_by_role("button", name="取走").first.click()
    page.get_by_label("离线口令（6 位数字）").fill(PIN)
    page.get_by_label("再输一遍").fill(PIN)
    page.get_by_role("button", name="设定口令").click()
    expect(page.locator("[data-household]")).to_have_count(count, timeout=20_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def begin_offline(site, page):
    """A visit of the first household taken along, begun after the site has gone."""
    page.goto("/")
    take_along(page)
    site.stop()
    page.get_by_role("button", name="开始入户").first.click()
    page.wait_for_url("**/visits/*-*/")
    ready(page)


def write(page, label, text):
    page.get_by_label(label).fill(text)
    page.get_by_label(label).blur()


def online(page):
    page.evaluate("window.dispatchEvent(new Event('online'))")
