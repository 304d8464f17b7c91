"""Routes of /api/v1/: each app adds its viewsets here by name."""

from django.urls import path
from django.utils.module_loading import import_string
from rest_framework.routers import SimpleRouter

VIEWSETS = {
    "areas": "accounts.api.AreaViewSet",
    "jobs": "accounts.api.JobViewSet",
    "code-lists": "households.api.CodeListViewSet",
    "households": "households.api.HouseholdViewSet",
    "members": "households.api.MemberViewSet",
    "attachments": "households.api.AttachmentViewSet",
    "economies": "households.economy_api.EconomyViewSet",
    "visits": "surveys.api.VisitViewSet",
    "stranded-drafts": "surveys.api.StrandedDraftViewSet",
    "packs": "surveys.pack_api.PackViewSet",
    "applications": "assistance.api.ApplicationViewSet",
    "prechecks": "assistance.api.PrecheckViewSet",
    "petitions": "petitions.api.PetitionViewSet",
}

# What lies below one thing of another: the name of its routes, where, and what answers.
NESTED = {
    "visit-photos": (
        r"visits/(?P<visit>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/photos",
        "surveys.photo_api.PhotoViewSet",
    ),
}

router = SimpleRouter()
for prefix, viewset in VIEWSETS.items():
    router.register(prefix, import_string(viewset), basename=prefix)
for name, (prefix, viewset) in NESTED.items():
    router.register(prefix, import_string(viewset), basename=name)

app_name = "api"
urlpatterns = [
    path("schema/", import_string("accounts.api.SchemaView").as_view(), name="schema"),
    path("session/", import_string("accounts.session_api.SessionView").as_view(), name="session"),
    path(
        "devices/<uuid:uuid>/",
        import_string("accounts.session_api.DeviceView").as_view(),
        name="device",
    ),
    *router.urls,
]
