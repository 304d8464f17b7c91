"""The shell's own addresses, open to everybody because the sign-in page needs them too."""

from django.urls import path
from django.views.i18n import set_language

from accounts.access import public
from foundation import views

urlpatterns = [
    path(
        "language/",
        public("the sign-in page offers both languages")(set_language),
        name="set_language",
    ),
    path(
        "text-size/",
        public("the sign-in page can be read large")(views.text_size),
        name="text_size",
    ),
    path(
        "words.js",
        public("words of scripts hold no data")(views.ScriptCatalogue.as_view()),
        name="jsi18n",
    ),
]
