"""Where each screen of assistance is."""

from django.urls import path

from assistance.steps import MOVES
from assistance.views import acts, dossiers, lists, objections, standards, starts

app_name = "assistance"
urlpatterns = [
    path("applications/", lists.application_list, name="list"),
    path("applications/<int:pk>/", dossiers.application, name="application"),
    path("applications/<int:pk>/decide/", dossiers.decide, name="decide"),
    path("applications/<int:pk>/deadline/", dossiers.deadline, name="deadline"),
    *(
        path(f"applications/<int:pk>/{name.replace('_', '-')}/", acts.act(name), name=name)
        for name in MOVES.moves
    ),
    path("check-reports/<int:pk>/", dossiers.check_report, name="check_report"),
    path("notices/<int:pk>/object/", objections.object_to, name="object"),
    path("objections/<int:pk>/settle/", objections.settle, name="settle_objection"),
    path("visits/<uuid:uuid>/apply/", starts.start, name="start"),
    path("visits/<uuid:uuid>/verdict/", starts.verdict, name="verdict"),
    path("precheck/", starts.precheck_visit, name="precheck"),
    path("households/<int:pk>/", lists.household_panel, name="household_panel"),
    path("standards/", standards.standards, name="standards"),
    path("standards/new/", standards.add_standard, name="add_standard"),
]
