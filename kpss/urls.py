"""The pages of community planning, drawn as a tree; each subject keeps to its block."""

from django.urls import path

from kpss import views
from kpss.documents import views as documents
from kpss.news import views as news
from kpss.subsidies import views as subsidies

app_name = "kpss"
urlpatterns = [
    path("kpss/", views.planning, name="planning"),
    # Bodies, their members, and who wants to join them.
    # Target groups, the cycle, projects, organisations.
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
