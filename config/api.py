"""Routes of /api/v1/: each app adds its viewsets here by name."""

from django.urls import URLPattern, URLResolver

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = []
