"""Where each screen of households is."""

from django.urls import path

from households.views import (
    attachments,
    doors,
    files,
    finding,
    kinds,
    members,
    papers,
    preferences,
    registers,
)

app_name = "households"
urlpatterns = [
    path("", registers.household_list, name="list"),
    path("find/", finding.suggest, name="suggest"),
    path("columns/", preferences.columns, name="columns"),
    path("filters/", preferences.saved_filters, name="saved_filters"),
    path("filters/new/", preferences.save_filter, name="save_filter"),
    path("filters/<int:pk>/change/", preferences.change_filter, name="change_filter"),
    path("filters/<int:pk>/delete/", preferences.delete_filter, name="delete_filter"),
    path("new/", files.register, name="register"),
    path("new/member/", files.member_row, name="member_row"),
    path("documents/verify/", papers.verify_document, name="verify_document"),
    path("documents/<int:pk>/", papers.document, name="document"),
    path("members/<int:pk>/", members.member, name="member"),
    path("members/<int:pk>/change/", members.change_member, name="change_member"),
    path("members/<int:pk>/remove/", members.remove_member, name="remove_member"),
    path("members/<int:pk>/head/", members.change_head, name="change_head"),
    path("members/<int:pk>/number/", members.reveal, name="reveal"),
    path("kinds/<int:pk>/end/", kinds.end_kind, name="end_kind"),
    path("doors/<int:pk>/open/", doors.open_door, name="open_door"),
    path("grants/<int:pk>/end/", doors.end_grant, name="end_grant"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path("attachments/<int:pk>/file/", attachments.attachment_file, name="attachment_file"),
    path("attachments/<int:pk>/small/", attachments.thumbnail, name="thumbnail"),
    path("attachments/<int:pk>/remove/", attachments.remove, name="remove_attachment"),
    path("attachments/<int:pk>/back/", attachments.bring_back, name="bring_back_attachment"),
    path("<int:pk>/attachments/", attachments.gallery, name="attachments"),
    path("<int:pk>/attachments/new/", attachments.add, name="add_attachments"),
    path("<int:pk>/attachments/part/", attachments.household_panel, name="attachments_panel"),
    path("<int:pk>/", files.household, name="household"),
    path("<int:pk>/history/", files.household_history, name="history"),
    path("<int:pk>/change/", files.change_household, name="change_household"),
    path("<int:pk>/members/new/", members.add_member, name="add_member"),
    path("<int:pk>/kinds/new/", kinds.add_kind, name="add_kind"),
    path("<int:pk>/doors/", doors.doors, name="doors"),
    path("<int:pk>/doors/close/", doors.close_door, name="close_door"),
    path("<int:pk>/grants/new/", doors.give_grant, name="give_grant"),
]
