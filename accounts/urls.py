"""Where each screen of accounts is."""

from django.urls import path

from accounts import converters  # noqa: F401 -- registers its words
from accounts.views import (
    areas,
    divisions,
    help,
    inbox,
    jobs,
    people,
    session,
    trail,
    workdays,
)

app_name = "accounts"
urlpatterns = [
    path("areas/children/", areas.area_children, name="area_children"),
    path("divisions/", divisions.division_list, name="divisions"),
    path("divisions/new/", divisions.prepare, name="prepare_division_change"),
    path("divisions/<int:pk>/", divisions.change, name="division_change"),
    path("divisions/<int:pk>/start/", divisions.carry_out, name="carry_out_division_change"),
    path("divisions/<int:pk>/drop/", divisions.drop, name="drop_division_change"),
    path(
        "divisions/<int:pk>/<division_act:kind>/<str:code>/",
        divisions.add_item,
        name="add_division_item",
    ),
    path("divisions/items/<int:pk>/", divisions.change_item, name="change_division_item"),
    path("divisions/items/<int:pk>/out/", divisions.remove_item, name="remove_division_item"),
    path("help/", help.contents, name="help"),
    path("help/all/", help.whole, name="help_whole"),
    path("help/kept/", help.kept, name="help_kept"),
    path("help/<slug:chapter>/", help.chapter, name="help_chapter"),
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
