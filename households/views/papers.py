"""Issued documents: the PDF for who may see the household, its genuineness for everybody."""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.access import public, requires
from households.models import IssuedDocument
from households.services import documents


@require_GET
@requires("households.view_household")
def document(request, pk):
    """The paper as it was issued, in the browser's PDF viewer; opening it is recorded."""
    found = get_object_or_404(IssuedDocument, pk=pk)
    response = HttpResponse(
        documents.open_pdf(document=found, by=request.user), content_type="application/pdf"
    )
    name = quote(f"{found.number}.pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@public("whoever holds a paper may ask whether it is genuine; the answer has no personal data")
def verify_document(request):
    """Say whether a paper with this code was issued, by whom and when."""
    code = request.GET.get("code", "").strip()[:20]
    found = documents.verify(code) if code else None
    context = {"code": code, "found": found}
    return render(request, "households/verify_document.html", context)
