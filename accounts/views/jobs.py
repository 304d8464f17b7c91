"""Long work as its owner watches it: the live row, the file, the stop button."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts import jobs
from accounts.access import requires
from accounts.models import Job
from foundation.htmx import render_page
from foundation.paging import paginate


@require_GET
@requires("accounts.use_site")
def job_list(request):
    page = paginate(request, Job.objects.of(request.user))
    return render_page(request, "accounts/jobs.html", {"page": page})


@require_GET
@requires("accounts.use_site")
def job_row(request, uuid):
    """One row of progress, asked for again every three seconds until the job has ended."""
    request.is_polling = True
    job = get_object_or_404(Job.objects.of(request.user), uuid=uuid)
    return render(request, "components/job_row.html", {"job": job})


@require_GET
@requires("accounts.use_site")
def job_file(request, uuid):
    """The result file, unsealed for the person who asked for it and nobody else."""
    job = get_object_or_404(Job.objects.of(request.user), uuid=uuid)
    try:
        content = jobs.open_result(job=job, by=request.user)
    except FileNotFoundError:
        raise Http404(str(uuid)) from None
    response = FileResponse(BytesIO(content), as_attachment=True, filename=job.result_name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@requires("accounts.use_site")
def cancel_job(request, uuid):
    job = get_object_or_404(Job.objects.of(request.user), uuid=uuid)
    jobs.cancel(job=job, by=request.user)
    back = request.META.get("HTTP_REFERER", "/")
    allowed = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if allowed else "/")
