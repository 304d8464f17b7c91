"""Where each screen of verification is."""

from django.urls import path

from verification.views import extracts, findings, rounds

app_name = "verification"
urlpatterns = [
    path("", rounds.round_list, name="list"),
    path("open/", rounds.open_round, name="open"),
    path("rounds/<int:pk>/", rounds.round_page, name="round"),
    path("rounds/<int:pk>/extracts/", rounds.extracts, name="extracts"),
    path("rounds/<int:pk>/import/", extracts.import_extract, name="import"),
    path("rounds/<int:pk>/dispatch/", rounds.dispatch, name="dispatch"),
    path("rounds/<int:pk>/close/", rounds.close, name="close_round"),
    path("extracts/<int:pk>/", extracts.extract, name="extract"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("findings/<int:pk>/begin/", findings.begin, name="begin"),
    path("findings/<int:pk>/conclude/", findings.conclude, name="conclude"),
    path("findings/<int:pk>/decide/", findings.decide, name="decide"),
    path("findings/<int:pk>/close/", findings.close, name="close"),
    path("households/<int:pk>/", findings.household_panel, name="household_panel"),
]
