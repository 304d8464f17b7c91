"""Where each screen of reports is."""

from django.urls import path

from reports.views import coverage, dashboard, home, ledgers, training

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("statistics/", dashboard.dashboard, name="dashboard"),
    path("statistics/screening/", coverage.screening, name="screening"),
    path("statistics/cadres/", coverage.cadres, name="cadres"),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/<slug:code>/", ledgers.ledger, name="ledger"),
    path("ledgers/<slug:code>/make/", ledgers.ledger_request, name="ledger_request"),
    path("training/", training.exercises, name="training"),
    path("training/begin/", training.begin, name="training_begin"),
    path("training/people/", training.people, name="training_people"),
    path("training/people/<int:pk>/", training.person, name="training_person"),
]
