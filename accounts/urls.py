"""Where each screen of accounts is."""

from django.urls import path

from accounts.views import areas, session

app_name = "accounts"
urlpatterns = [
    path("areas/children/", areas.area_children, name="area_children"),
    path("sign-in/", session.sign_in, name="sign_in"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("keep-alive/", session.keep_alive, name="keep_alive"),
    path("password/", session.change_password, name="change_password"),
]
