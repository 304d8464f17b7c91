"""Where each screen of petitions is."""

from django.urls import URLPattern, URLResolver

app_name = "petitions"
urlpatterns: list[URLPattern | URLResolver] = []
