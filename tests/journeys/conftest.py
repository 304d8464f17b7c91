"""A real browser on the live site, signed in without the sign-in page."""

import os
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import testcases
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.site import Site, Starter, sign_in

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A busy machine is slow, not wrong: what is waited for ends the wait when it comes.
expect.set_options(timeout=20_000)
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def live_server():
    """The live site with static files straight from their folders, not from a collected copy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(testcases, "_StaticFilesHandler", StaticFilesHandler)
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium():
    """What launches browsers: one driver for the whole run."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as started:
        yield started.chromium


@pytest.fixture(scope="session")
def browser(chromium):
    launched = chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield launched
    launched.close()


@pytest.fixture
def page_of(browser, live_server, client_for):
    """``page_of(user, size)``: a page signed in as that user; script errors fail the test."""
    opened, errors = [], []

    def open_page(user, size=DESK):
        context = browser.new_context(
            viewport=size, locale="zh-CN", base_url=live_server.url, has_touch=size is PHONE
        )
        session = client_for(user).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        opened.append(context)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert errors == []


@pytest.fixture(scope="session")
def starter():
    started = Starter()
    yield started
    started.stop()


@pytest.fixture
def site(areas, starter):
    made = Site(starter)
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
        try:
            yield page
        finally:
            context.close()

    yield open_phone
    assert errors == []
