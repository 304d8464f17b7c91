"""Where each screen of accounts is."""

from django.urls import path

from accounts.views import areas, inbox, jobs, people, session, trail, workdays

app_name = "accounts"
urlpatterns = [
    path("areas/children/", areas.area_children, name="area_children"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<uuid:uuid>/row/", jobs.job_row, name="job_row"),
    path("jobs/<uuid:uuid>/file/", jobs.job_file, name="job_file"),
    path("jobs/<uuid:uuid>/cancel/", jobs.cancel_job, name="cancel_job"),
    path("sign-in/", session.sign_in, name="sign_in"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("keep-alive/", session.keep_alive, name="keep_alive"),
    path("password/", session.change_password, name="change_password"),
    path("users/", people.user_list, name="users"),
    path("users/new/", people.create, name="add_user"),
    path("users/many/", people.bulk, name="import_users"),
    path("users/<int:pk>/", people.change, name="user"),
    path("users/<int:pk>/password/", people.reset_password, name="reset_password"),
    path("users/<int:pk>/active/", people.set_active, name="set_active"),
    path("messages/", inbox.message_list, name="messages"),
    path("messages/read/", inbox.read_all, name="read_all"),
    path("messages/<int:pk>/", inbox.open_message, name="message"),
    path("calendar/", workdays.calendar, name="calendar"),
    path("calendar/<str:day>/out/", workdays.forget_day, name="forget_day"),
    path("audit/", trail.trail, name="audit"),
]
