"""Where each screen of surveys is."""

from django.urls import path

from surveys.views import lists, photos, reviews, shell, stranded, visits

app_name = "surveys"
urlpatterns = [
    path("", lists.visit_list, name="list"),
    path("schema.json", visits.schema, name="schema"),
    path("of/<int:household_id>/", lists.household_panel, name="household_panel"),
    path("of/<int:household_id>/start/", visits.start, name="start"),
    path("field/", shell.shell, name="field"),
    path("stranded/", stranded.stranded_list, name="stranded_list"),
    path("stranded/<int:pk>/", stranded.stranded_draft, name="stranded"),
    path("stranded/<int:pk>/take-over/", stranded.take_over, name="take_over"),
    path("stranded/<int:pk>/give-up/", stranded.give_up, name="give_up"),
    path("no-network/", shell.no_network, name="no_network"),
    path("app.webmanifest", shell.manifest, name="manifest"),
    path("<uuid:uuid>/", shell.shell, name="visit"),
    path("<uuid:uuid>/review/", reviews.review, name="review"),
    path("<uuid:uuid>/photos/<uuid:photo_uuid>/", photos.photo, name="photo"),
    path("<uuid:uuid>/print/", reviews.print_form, name="print"),
]
