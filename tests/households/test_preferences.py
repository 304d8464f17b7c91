"""Saved filters and chosen columns: each user's own, shared only inside the office."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from households.models import ChosenColumns, SavedFilter
from tests.factories.households import household, kind

LIST = reverse("households:list")


@pytest.fixture
def saved(caseworker, client_for):
    """A filter of the caseworker's, saved over the page."""
    client_for(caseworker).post(
        reverse("households:save_filter"),
        {"name": "低保老人", "query": "kind=01&has=80&q=211299196205040019", "is_shared": "on"},
    )
    return SavedFilter.objects.get()


@pytest.mark.django_db
def test_it_keeps_the_conditions_but_never_what_was_typed(saved, caseworker):
    assert (saved.owner, saved.office_id) == (caseworker, caseworker.area_id)
    assert saved.query == "kind=01&has=80"
    assert AuditEvent.objects.filter(action="filter.saved", by_id=caseworker.pk).exists()


@pytest.mark.django_db
def test_saved_twice_it_is_there_once(saved, caseworker, client_for):
    sent = {"name": "低保老人", "query": "kind=01&has=80"}
    client = client_for(caseworker)
    assert client.post(reverse("households:save_filter"), sent).status_code == 302
    refused = client.post(reverse("households:save_filter"), sent | {"query": "kind=02"})
    assert "已有同名的常用筛选" in refused.content.decode()
    assert SavedFilter.objects.count() == 1


@pytest.mark.django_db
def test_without_conditions_there_is_nothing_to_save(caseworker, client_for):
    page = client_for(caseworker).post(
        reverse("households:save_filter"), {"name": "空", "query": "q=abc&nothing=1"}
    )
    assert page.status_code == 200
    assert not SavedFilter.objects.exists()


@pytest.mark.django_db
def test_the_default_opens_the_list_and_can_be_cleared(saved, caseworker, client_for):
    client = client_for(caseworker)
    kept = {"name": "低保老人", "is_default": "on"}
    assert (
        client.post(reverse("households:change_filter", args=[saved.pk]), kept).status_code == 302
    )
    answer = client.get(LIST)
    assert answer["Location"] == f"{LIST}?kind=01&has=80&saved={saved.pk}"
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(LIST, {"all": "1"}).status_code == 200
    other = client.post(
        reverse("households:save_filter"),
        {"name": "缺电话", "query": "missing=phone", "is_default": "on"},
    )
    assert other.status_code == 302
    assert [one.name for one in SavedFilter.objects.filter(is_default=True)] == ["缺电话"]


@pytest.mark.django_db
def test_the_office_sees_what_is_shared_and_nobody_else(saved, colleague, neighbour, client_for):
    assert "低保老人" in client_for(colleague).get(LIST).content.decode()
    assert "低保老人" not in client_for(neighbour).get(LIST).content.decode()
    SavedFilter.objects.update(is_shared=False)
    assert "低保老人" not in client_for(colleague).get(LIST).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["change_filter", "delete_filter"])
def test_only_the_owner_changes_or_deletes_it(saved, name, colleague, caseworker, client_for):
    url = reverse(f"households:{name}", args=[saved.pk])
    assert client_for(colleague).post(url, {"name": "我的"}).status_code == 404
    assert SavedFilter.objects.get().name == "低保老人"
    assert client_for(caseworker).get(url).status_code == 200


@pytest.mark.django_db
def test_deleting_twice_does_it_once(saved, caseworker, client_for):
    url, client = reverse("households:delete_filter", args=[saved.pk]), client_for(caseworker)
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 404
    assert AuditEvent.objects.filter(action="filter.deleted").count() == 1


@pytest.mark.django_db
def test_columns_are_remembered_in_their_order(areas, caseworker, colleague, client_for):
    file = household(phone_digest="x")
    kind(file, "04")
    client = client_for(caseworker)
    sent = {"show_head_identity": "on", "order_head_identity": 2}
    sent |= {"show_head_age": "on", "order_head_age": 1}
    assert client.post(reverse("households:columns"), sent).status_code == 302
    page = client.get(LIST)
    assert [column.key for column in page.context["shown"]] == ["head", "head_age", "head_identity"]
    html = page.content.decode()
    assert "2112**********" in html
    assert "对象类别</th>" not in html
    assert len(client_for(colleague).get(LIST).context["shown"]) == 7
    client.post(reverse("households:columns"), {"default": "1"})
    assert not ChosenColumns.objects.exists()


@pytest.mark.django_db
def test_every_column_can_be_shown_and_sorted_by(areas, caseworker, client_for):
    first, second = household(head="甲一"), household(head="乙二", members=[("乙三", "20", None)])
    kind(first, "01")
    client = client_for(caseworker)
    form = client.get(reverse("households:columns")).context["form"]
    client.post(reverse("households:columns"), {f"show_{key}": "on" for key in form.keys})
    page = client.get(LIST)
    assert len(page.context["shown"]) == len(form.keys) + 1
    sorts = [column.sort for column in page.context["shown"] if column.sort]
    assert sorts == ["head", "number", "people", "registered", "changed"]
    for sort in sorts:
        up = [row.pk for row in client.get(LIST, {"sort": sort}).context["page"]]
        down = [row.pk for row in client.get(LIST, {"sort": f"-{sort}"}).context["page"]]
        assert up == down[::-1]
    assert second.pk == down[0]
