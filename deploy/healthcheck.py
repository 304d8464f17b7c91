"""Ask the site in this container how it is, under its public name; exit 1 unless it is well."""

import http.client
import os
import sys

connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
connection.request("GET", "/healthz", headers={"Host": host})
sys.exit(0 if connection.getresponse().status == 200 else 1)
