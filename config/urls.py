"""The site map: every app under its own noun."""

from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("", include("accounts.shell_urls")),
    path("healthz", healthz, name="healthz"),
    path("", include("surveys.root_urls")),
    path("", include("reports.urls")),
    path("", include("accounts.urls")),
    path("households/", include("households.urls")),
    path("visits/", include("surveys.urls")),
    path("assistance/", include("assistance.urls")),
    path("checks/", include("verification.urls")),
    path("petitions/", include("petitions.urls")),
    path("api/v1/", include("config.api")),
]

handler400 = "accounts.problems.bad_request"
handler404 = "accounts.problems.not_found"
