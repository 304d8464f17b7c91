"""Pages for requests that cannot be served."""

from django.shortcuts import render

from accounts.access import public


@public("shown when a form was open too long or a foreign site sent it")
def csrf_failure(request, reason=""):
    return render(request, "csrf_refused.html", status=403)
