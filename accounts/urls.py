"""Where each screen of accounts is."""

from django.urls import path

from accounts.views import areas, jobs, session

app_name = "accounts"
urlpatterns = [
    path("areas/children/", areas.area_children, name="area_children"),
    path("jobs/<uuid:uuid>/row/", jobs.job_row, name="job_row"),
    path("jobs/<uuid:uuid>/file/", jobs.job_file, name="job_file"),
    path("jobs/<uuid:uuid>/cancel/", jobs.cancel_job, name="cancel_job"),
    path("sign-in/", session.sign_in, name="sign_in"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("keep-alive/", session.keep_alive, name="keep_alive"),
    path("password/", session.change_password, name="change_password"),
]
