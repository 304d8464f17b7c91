"""What must stand at the root of the site: the service worker governs the paths below its own."""

from django.urls import path

from surveys.views import shell

urlpatterns = [path("sw.js", shell.worker, name="service_worker")]
