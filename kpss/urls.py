"""The pages of community planning, drawn as a tree; each subject keeps to its block."""

from django.urls import path

from kpss import views
from kpss.cycles import views as cycles
from kpss.documents import views as documents
from kpss.news import views as news
from kpss.organisations import views as organisations
from kpss.projects import views as projects
from kpss.subsidies import views as subsidies
from kpss.target_groups import views as target_groups

app_name = "kpss"
urlpatterns = [
    path("kpss/", views.planning, name="planning"),
    # Bodies, their members, and who wants to join them.
    # Target groups, the cycle, projects, organisations.
    path("kpss/cilove-skupiny/", target_groups.target_group_list, name="target_group_list"),
    path(
        "kpss/cilove-skupiny/<slug:slug>/",
        target_groups.target_group_detail,
        name="target_group_detail",
    ),
    path("kpss/cyklus/", cycles.cycle_list, name="cycle_list"),
    path("kpss/cyklus/<slug:slug>/", cycles.cycle_detail, name="cycle_detail"),
    path("kpss/projekty/", projects.project_list, name="project_list"),
    path("kpss/projekty/<slug:slug>/", projects.project_detail, name="project_detail"),
    path("kpss/organizace/", organisations.organisation_list, name="organisation_list"),
    path(
        "kpss/organizace/<int:pk>/", organisations.organisation_detail, name="organisation_detail"
    ),
    # Meetings and calendars.
    # Minutes, tasks and decisions.
    # Documents, news, subsidies.
    path("kpss/dokumenty/", documents.document_list, name="document_list"),
    path("kpss/dokumenty/<uuid:key>/", documents.document_detail, name="document_detail"),
    path("kpss/dokumenty/<uuid:key>/<str:name>", documents.document_file, name="document_file"),
    path("kpss/aktuality/", news.news_list, name="news_list"),
    path("kpss/aktuality/<slug:slug>/", news.news_detail, name="news_detail"),
    path("kpss/dotace/", subsidies.subsidy_list, name="subsidy_list"),
    path("kpss/dotace/<int:year>/", subsidies.subsidy_year, name="subsidy_year"),
    # The coordinator's own pages, under kpss/koordinace/.
]
