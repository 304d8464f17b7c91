"""The site as its own process, and what a person does on a phone that keeps visits."""

import json
import os
import socket
import subprocess
import sys

import psutil
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from playwright.sync_api import expect

from accounts.models import User
from tests.factories.accounts import PASSWORD

PIN = "294716"


class Starter:
    """The process that ``tests.journeys.starter`` runs in; ``asks`` as in ``Site.start``."""

    def __init__(self, asks=""):
        known = settings.SERVICES
        environment = os.environ | {
            "DEBUG": "1", "REDIS_URL": known.redis_url, "DATABASE_URL": known.database_url,
            "DATABASE_OWNER_URL": known.owner_url, "DJANGO_SETTINGS_MODULE": "config.settings",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.starter", *([asks] if asks else [])],
            cwd=settings.BASE_DIR, text=True,
            env=environment, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self, **wanted) -> psutil.Process:
        """Start a site; returns when it serves."""
        print(json.dumps(wanted), file=self.process.stdin)
        number = self.process.stdout.readline()
        assert number, "the site did not start"
        return psutil.Process(int(number))

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Site:
    """The site as a process of its own on the test database: really stopped, really started."""

    def __init__(self, starter):
        with socket.socket() as free:
            free.bind(("localhost", 0))
            self.port = free.getsockname()[1]
        self.starter, self.process = starter, None

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def start(self, build="", asks=""):
        """Serve; ``build`` names another state of the shell, as after an upgrade.

        ``asks`` is a question that visits begun after the upgrade must answer.
        """
        starter = Starter(asks) if asks else self.starter
        self.process = starter.start(
            port=self.port, database=settings.DATABASES["default"]["NAME"],
            private=str(settings.PRIVATE_DIR), build=build,
        )  # fmt: skip
        if asks:
            starter.stop()

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
