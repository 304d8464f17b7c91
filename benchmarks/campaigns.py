"""The pages of a city's campaign at 2,000 and at 120,000 households, in one run.

Run with ``python -m benchmarks.campaigns``; prints one JSON line for each page and size, then the
ratio of the medians. ``counted`` is a page whose figures nobody has asked for in the last minute,
``kept`` the same page with the figures kept (target: 2 seconds counted anew). It also takes the
list by the job's own function and closes the campaign. Everything happens in a scratch database
of its own, made and dropped here, as a city manager sees it through the whole stack.
"""

import datetime
import json
import os
import statistics
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import Area, User, UserRole  # noqa: E402
from accounts.models.areas import Level  # noqa: E402
from accounts.models.users import Role  # noqa: E402
from accounts.owner import as_owner  # noqa: E402
from accounts.scope import user_scope, whole_city  # noqa: E402
from benchmarks._scratch import PLAIN_FILES, scratch_database  # noqa: E402
from foundation import clock  # noqa: E402
from households.models import HouseholdKind  # noqa: E402
from surveys.models import (  # noqa: E402
    Campaign,
    CampaignTarget,
    ClosedVisit,
    RosterCadre,
    Visit,
    VisitReading,
)
from surveys.services import campaigns, roster, targets  # noqa: E402
from tests.factories import accounts as people  # noqa: E402
from tests.factories import reports as make  # noqa: E402
from tests.factories.register import fill  # noqa: E402

SIZES = (2_000, 120_000)
TURNS = 5
TARGET_SECONDS = 2.0
CADRES = 12
CITY = "211200000000"
OWN = {
    "STORAGES": PLAIN_FILES,
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
}
"""A cache of this process alone: it is emptied again and again."""
# Every household is of one kind, every third of a second one.
KINDS = """
INSERT INTO households_householdkind (household_id, area_id, kind, since, reason, end_reason)
SELECT h.id, h.area_id, k.kind, %(since)s, '', ''
  FROM households_household h
  CROSS JOIN LATERAL (VALUES ('0' || 1 + h.id %% 4), ('0' || 5 + h.id %% 3)) k (kind)
 WHERE (k.kind < '05' OR h.id %% 3 = 0)
   AND NOT EXISTS (SELECT 1 FROM households_householdkind o WHERE o.household_id = h.id)
"""
# Of ten households six are approved, one waits, one is returned or a draft, two are untouched.
VISITS = """
INSERT INTO surveys_visit (place_state, seal_id, signature_kind, signed_digest, uuid, household_id,
    area_id, campaign_id, kind, step, step_since, flow, revision, result, visited_on, family_size,
    per_capita, need_count, digest, approved_at, created_by_id, created_at, updated_at)
SELECT '', gen_random_uuid(), '', '', gen_random_uuid(), h.id, h.area_id, %(campaign)s, '1', s.step,
    s.at, '2021', 1, CASE WHEN h.id %% 23 = 0 THEN '2' ELSE '1' END, s.at::date, 3, 500, h.id %% 3,
    CASE s.step WHEN 'approved' THEN 'x' ELSE '' END, CASE s.step WHEN 'approved' THEN s.at END,
    u.keys[1 + h.id %% cardinality(u.keys)], s.at, s.at
  FROM households_household h
  JOIN (SELECT left(area_id, 9) AS town, array_agg(id ORDER BY id) AS keys FROM accounts_user
         WHERE area_id LIKE '%%000' GROUP BY 1) u ON u.town = left(h.area_id, 9)
  CROSS JOIN LATERAL (SELECT now() - (1 + h.id %% 25) * interval '1 day' AS at,
      CASE WHEN h.id %% 10 < 6 THEN 'approved' WHEN h.id %% 10 = 6 THEN 'submitted'
           WHEN h.id %% 20 = 7 THEN 'returned' ELSE 'draft' END AS step) s
 WHERE h.id %% 10 < 8 AND NOT EXISTS (SELECT 1 FROM surveys_visit o WHERE o.household_id = h.id)
"""
MOVES = """
INSERT INTO surveys_visitmove (move, from_step, to_step, by_id, at, reason, snapshot, area_id,
    visit_id)
SELECT m.move, '', m.step, v.created_by_id, v.step_since, '', '{}', v.area_id, v.id
  FROM surveys_visit v
  CROSS JOIN LATERAL (VALUES ('submit', 'submitted'), ('approve', 'approved'),
                             ('return', 'returned')) m (move, step)
 WHERE v.step <> 'draft' AND (m.move = 'submit' OR m.step = v.step)
   AND NOT EXISTS (SELECT 1 FROM surveys_visitmove o WHERE o.visit_id = v.id)
"""
INTERVIEWERS = """
INSERT INTO surveys_interviewer (seal_id, signature_kind, signed_digest, uuid, visit_id,
    household_id, area_id, user_id, name, unit, duty, level)
SELECT gen_random_uuid(), '', '', gen_random_uuid(), v.id, v.household_id, v.area_id,
    CASE WHEN i.number = 1 THEN v.created_by_id END, i.number || v.area_id, v.area_id, '', '3'
  FROM surveys_visit v CROSS JOIN generate_series(1, 2) i (number)
 WHERE NOT EXISTS (SELECT 1 FROM surveys_interviewer o WHERE o.visit_id = v.id)
"""
READINGS = """
INSERT INTO surveys_visitreading (visit_id, household_id, area_id, author_id, "on", began, ended,
    minutes, answers_digest, awareness, blocking, was_returned, is_twin, is_overlapping, is_in_bulk,
    is_compared, revision, step_since, read_at)
SELECT v.id, v.household_id, v.area_id, v.created_by_id, v.visited_on, '09:00', '09:40',
    v.id %% 60, '1:' || md5(v.id::text), 1 + v.id %% 4, (v.id %% 50 = 0)::int,
    v.step = 'returned', v.id %% 40 = 0, v.id %% 30 = 0, v.id %% 20 = 0, true, v.revision,
    v.step_since, now()
  FROM surveys_visit v
 WHERE v.step <> 'draft'
   AND NOT EXISTS (SELECT 1 FROM surveys_visitreading o WHERE o.visit_id = v.id)
"""
MADE = (VISITS, MOVES, INTERVIEWERS, READINGS)
TABLES = (CampaignTarget, Visit, VisitReading, RosterCadre, HouseholdKind)


def main() -> None:
    with scratch_database("bench_campaigns"), override_settings(**OWN):
        measure()


def measure() -> None:
    people.load_real_areas()
    manager = people.user(Role.CITY_MANAGER, CITY, "bench.manager", "管")
    staff()
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    found: dict[str, list[tuple[float, int]]] = {}
    there = 0
    for size in SIZES:
        fill(size - there, start=there, with_history=False)
        there = size
        campaign = make.campaign(clock.today(), code=f"bench{size}", begun_at=None)
        for name, seconds in prepared(campaign):
            tell(found, name, size, seconds, 0)
        for name, address in pages(campaign).items():
            for kind in ("counted", "kept"):
                seconds, queries = timed(client, address, is_kept=kind == "kept")
                tell(found, f"{name}, {kind}", size, seconds, queries)
        tell(found, "closing", size, closed(campaign, manager), 0)
        address = pages(campaign)["overview"]
        tell(found, "overview of a closed one", size, *timed(client, address, is_kept=False))
    for name, ((small, few), (large, many)) in found.items():
        line = {"benchmark": f"campaign {name} ratio", "ratio": round(large / small, 2)}
        print(json.dumps(line | {"equal_queries": few == many}))


def tell(found, name: str, size: int, seconds: float, queries: int) -> None:
    found.setdefault(name, []).append((seconds, queries))
    line = {"benchmark": f"campaign {name}", "households": size, "seconds": round(seconds, 3)}
    line |= {"queries": queries, "target_seconds": TARGET_SECONDS} if queries else {}
    print(json.dumps(line), flush=True)


def staff() -> None:
    """Twelve caseworkers in every township."""
    towns = Area.objects.filter(level=Level.TOWNSHIP)
    rows = [
        User(username=f"{town.code}.{n}", name=f"干部{n}", area=town, unit=town.name)
        for town in towns
        for n in range(CADRES)
    ]
    User.objects.bulk_create(rows)
    UserRole.objects.bulk_create(UserRole(user=one, role=Role.TOWNSHIP_CASEWORKER) for one in rows)


def prepared(campaign: Campaign) -> list[tuple[str, float]]:
    """List and roster by the services, visits by SQL, with fresh statistics."""
    table = HouseholdKind._meta.db_table
    days = {"since": campaign.starts_on - datetime.timedelta(days=30), "campaign": campaign.pk}
    with as_owner(), whole_city("benchmark"), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(KINDS, days)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(f"ANALYZE {table}")
    started = perf_counter()
    with transaction.atomic():
        targets.add_targets(campaign=campaign, by=None, on=campaign.starts_on)
        roster.fill_roster(campaign=campaign, by=None)
    took = perf_counter() - started
    Campaign.objects.filter(pk=campaign.pk).update(begun_at=clock.now())
    with as_owner(), whole_city("benchmark"), connection.cursor() as cursor:
        for statement in MADE:
            cursor.execute(statement, days)
        cursor.execute("ANALYZE " + ", ".join(model._meta.db_table for model in TABLES))
        cursor.execute("ANALYZE surveys_visitmove, surveys_interviewer")
    return [("list and roster taken", took)]


def pages(campaign: Campaign) -> dict[str, str]:
    def of(name: str) -> str:
        return reverse(f"surveys:{name}", args=[campaign.pk])

    return {
        "campaigns": reverse("surveys:campaigns"),
        "overview": of("campaign"),
        "list": of("campaign_targets"),
        "list of those left": of("campaign_targets") + "?state=open",
        "list by last visit": of("campaign_targets") + "?sort=-last",
        "roster": of("campaign_roster"),
        "progress": of("campaign_progress"),
        "progress by village": of("campaign_progress") + "?level=village",
        "quality": of("campaign_quality"),
        "quality rows": of("campaign_quality_rows") + "?sign=short",
    }


def closed(campaign: Campaign, manager: User) -> float:
    campaign.refresh_from_db()
    started = perf_counter()
    with user_scope(manager):
        campaigns.close_campaign(campaign=campaign, by=manager, reason="完成")
    took = perf_counter() - started
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {ClosedVisit._meta.db_table}")
    return took


def timed(client: Client, address: str, *, is_kept: bool) -> tuple[float, int]:
    """The median seconds of a page and how many queries it asks."""
    turns = []
    client.get(address)
    for _turn in range(TURNS):
        if not is_kept:
            cache.clear()
        started = perf_counter()
        response = client.get(address)
        turns.append(perf_counter() - started)
        assert response.status_code == 200, (address, response.status_code)
    if not is_kept:
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return statistics.median(turns), len(queries)


if __name__ == "__main__":
    main()
