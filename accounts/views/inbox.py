"""The inbox (消息)."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import Message
from accounts.services import messages as inbox
from foundation.htmx import render_page
from foundation.paging import paginate


@requires("accounts.use_site")
def message_list(request):
    page = paginate(request, Message.objects.filter(to=request.user))
    return render_page(request, "accounts/messages.html", {"page": page})


@require_POST
@requires("accounts.use_site")
def read_all(request):
    inbox.mark_read(user=request.user)
    return redirect("accounts:messages")


@requires("accounts.use_site")
def open_message(request, pk):
    """Mark as read and go where the message points."""
    message = get_object_or_404(Message, pk=pk, to=request.user)
    inbox.mark_read(user=request.user, message_id=pk)
    return redirect(message.url or "accounts:messages")
