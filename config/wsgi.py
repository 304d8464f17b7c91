"""WSGI entry point served by gunicorn with synchronous workers."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.checks import refuse_unsafe_serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
refuse_unsafe_serving()
connections.close_all()
