"""Tokens for machine users (接口账号): a token declares its user's area scope, for history too."""

from django.utils.translation import gettext_lazy as _
from pghistory import context
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts import scope


class MachineTokenAuthentication(TokenAuthentication):
    """``Authorization: Bearer …`` of an active machine user; people sign in by session."""

    keyword = "Bearer"

    def authenticate_credentials(self, key):
        user, token = super().authenticate_credentials(key)
        if not user.is_machine:
            raise AuthenticationFailed(_("Tokens are for machine users only."))
        scope.declare(scope.of_user(user))
        # The request's context was opened before anybody read the token: this adds to it.
        context(user=user.pk)
        return user, token
