"""Pages of a list: nothing lost, nothing twice, filters kept, counting stops at the cap."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.generics import ListAPIView
from rest_framework.serializers import ModelSerializer

from foundation.paging import ApiCursor, Page, paginate


@pytest.fixture
def rows(db):
    ContentType.objects.bulk_create(
        ContentType(app_label="paging", model=f"m{number:02d}") for number in range(23)
    )
    return ContentType.objects.filter(app_label="paging").order_by("model")


def ask(rows, query="", **options):
    return paginate(RequestFactory().get("/" + query), rows, size=5, **options)


def test_every_row_once(rows):
    pages = [ask(rows, f"?page={number}") for number in range(1, 6)]
    assert [row.model for page in pages for row in page] == [row.model for row in rows]
    assert [page.has_next for page in pages] == [True] * 4 + [False]
    assert [page.has_previous for page in pages] == [False] + [True] * 4
    assert (pages[4].first_row, pages[4].last_row, pages[4].total_text) == (21, 23, "23")


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("?page=0", 1), ("?page=-3", 1), ("?page=x", 1), ("?page=²", 1), ("?page=99", 5)],
)
def test_page_numbers_that_are_not_there(rows, query, number):
    assert ask(rows, query).number == number


def test_counting_stops_at_the_cap(rows):
    page = ask(rows, "?page=2", cap=10)
    assert (page.total_text, page.is_capped, page.last_number) == ("10+", True, None)
    assert page.has_next
    assert [row.model for row in ask(rows, "?page=5", cap=10)] == ["m20", "m21", "m22"]
    assert ask(rows, "?page=50", cap=10).number == 2
    assert not ask(rows, cap=23).is_capped


def test_two_queries_whatever_the_size(rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        len(ask(rows, "?page=3"))


def test_other_parameters_are_kept(rows):
    page = ask(rows, "?kind=dibao&page=2&kind=tekun&name=%E9%9F%A9")
    assert page.next_url == "?kind=dibao&kind=tekun&name=%E9%9F%A9&page=3"
    assert page.previous_url.endswith("&page=1")
    assert ask(rows).next_url == "?page=2"


def test_an_empty_list(rows):
    page = ask(rows.none())
    assert (page.number, page.first_row, page.last_row, page.has_other_pages) == (1, 0, 0, False)


@given(st.integers(1, 50), st.integers(0, 300))
def test_nearby_pages_exist(number, total):
    last = max(1, -(-total // 5))
    number = min(number, last)
    page = Page([], number, 5, total, is_capped=False, has_next=number < last, query="")
    numbers = [near for near, _url in page.nearby]
    assert number in numbers
    assert numbers == sorted(set(numbers))
    assert 1 <= numbers[0] <= numbers[-1] <= last


class RowSerializer(ModelSerializer):
    class Meta:
        model = ContentType
        fields = ["model"]


def cursor_pages(rows, **attributes):
    options = {"queryset": rows, "serializer_class": RowSerializer, "pagination_class": ApiCursor}
    options |= {"permission_classes": [], "authentication_classes": [], "filter_backends": []}
    view = type("View", (ListAPIView,), options | attributes).as_view()
    seen, url = [], "/?size=10"
    while url:
        page = view(RequestFactory().get(url)).data
        seen += [row["model"] for row in page["results"]]
        url = page["next"]
    return seen


def test_cursors_by_primary_key(rows):
    models = [row.model for row in rows]
    assert cursor_pages(rows) == models
    assert cursor_pages(rows, cursor_ordering="-pk") == models[::-1]


def test_two_lists_on_a_page_turn_by_themselves(rows):
    query = "?page=2&changes=3"
    one, other = ask(rows, query), ask(rows, query, parameter="changes")
    assert (one.number, other.number) == (2, 3)
    assert one.next_url == "?changes=3&page=3"
    assert other.next_url == "?page=2&changes=4"
