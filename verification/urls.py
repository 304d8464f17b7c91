"""Where each screen of verification is."""

from django.urls import URLPattern, URLResolver

app_name = "verification"
urlpatterns: list[URLPattern | URLResolver] = []
