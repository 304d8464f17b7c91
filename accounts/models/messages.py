"""The inbox (消息): what the system tells one user."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)


class Message(models.Model):
    """One message to one user; the text is a translatable sentence and its figures.

    Never holds identity numbers, disease or income: it may be read over a shoulder.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox")
    sentence = models.CharField(max_length=200)
    figures = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["to"], name="message_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return gettext(self.sentence) % self.figures
