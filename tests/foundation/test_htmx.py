"""The whole page for people, a part of it for htmx."""

import pytest
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from foundation.htmx import render_page

PAGE, PART = "whole.html", "_part.html"


@pytest.fixture
def show(settings):
    loader = "django.template.loaders.locmem.Loader"
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [(loader, {PAGE: "page {{ word }}", PART: "part {{ word }}"})]},
        }
    ]

    def ask(partial=PART, **headers):
        request = RequestFactory().get("/", headers=headers)
        answer = HtmxMiddleware(
            lambda request: render_page(request, PAGE, {"word": "暖"}, partial, status=200)
        )
        return answer(request)

    return ask


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({}, "page 暖"),
        ({"HX-Request": "true"}, "part 暖"),
        ({"HX-Request": "true", "HX-Boosted": "true"}, "page 暖"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, "page 暖"),
    ],
)
def test_page_or_part(show, headers, text):
    response = show(**headers)
    assert response.content.decode() == text
    assert "HX-Request" in response["Vary"]


def test_without_a_part_there_is_only_the_page(show):
    assert show(partial=None, **{"HX-Request": "true"}).content.decode() == "page 暖"
