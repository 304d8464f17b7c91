"""Where each screen of petitions is."""

from django.urls import path

from petitions.views import acts, cases, lists

app_name = "petitions"
urlpatterns = [
    path("", lists.case_list, name="list"),
    path("new/", cases.register, name="register"),
    path("households/<int:pk>/", lists.household_panel, name="household_panel"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/change/", cases.change, name="change"),
    path("<int:pk>/lead/", cases.assign, name="assign"),
    path("<int:pk>/log/new/", cases.add_record, name="add_record"),
    path("<int:pk>/petitioner/", cases.reveal, name="reveal"),
    path("<int:pk>/accept/", acts.accept, name="accept"),
    path("<int:pk>/decline/", acts.decline, name="decline"),
    path("<int:pk>/begin/", acts.begin, name="begin"),
    path("<int:pk>/extend/", acts.extend, name="extend"),
    path("<int:pk>/reply/", acts.issue_reply, name="issue_reply"),
    path("<int:pk>/delivery/", acts.deliver, name="deliver"),
    path("<int:pk>/resolve/", acts.resolve, name="resolve"),
    path("<int:pk>/propose/", acts.propose, name="propose"),
    path("<int:pk>/strike-off/", acts.strike_off, name="strike_off"),
    path("<int:pk>/return/", acts.return_to_county, name="return"),
]
