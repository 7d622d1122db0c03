"""The pages of community planning, drawn as a tree; each subject keeps to its block."""

from django.urls import path

from kpss import views

app_name = "kpss"
urlpatterns = [
    path("kpss/", views.planning, name="planning"),
    # Bodies, their members, and who wants to join them.
    # Target groups, the cycle, projects, organisations.
    # Meetings and calendars.
    # Minutes, tasks and decisions.
    # Documents, news, subsidies.
    # The coordinator's own pages, under kpss/koordinace/.
]
