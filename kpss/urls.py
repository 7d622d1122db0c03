"""The pages of community planning, drawn as a tree; each subject keeps to its block."""

from django.urls import path

from kpss import views
from kpss.bodies import staff_views as bodies_staff
from kpss.bodies import views as bodies
from kpss.concerns import views as concerns
from kpss.coordination import views as coordination
from kpss.cycles import views as cycles
from kpss.documents import views as documents
from kpss.joining import office as joining_office
from kpss.joining import views as joining
from kpss.meetings import agenda_views as meetings_agenda
from kpss.meetings import attendance_views as meetings_attendance
from kpss.meetings import series_views as meetings_series
from kpss.meetings import staff_views as meetings_staff
from kpss.meetings import views as meetings
from kpss.meetings.offers_views import meeting_offers
from kpss.meetings.reshaping_views import series_change
from kpss.minutes import course_views as minutes_course
from kpss.minutes import views as minutes
from kpss.minutes import writing_views as minutes_writing
from kpss.minutes.decision_views import decision_effects
from kpss.minutes.link_views import minutes_objection
from kpss.minutes.pdf import minutes_pdf
from kpss.news import feeds
from kpss.news import subscription_views as news_by_mail
from kpss.news import views as news
from kpss.organisations import views as organisations
from kpss.projects import views as projects
from kpss.subsidies import views as subsidies
from kpss.target_groups import staff_views as target_groups_staff
from kpss.target_groups import views as target_groups

app_name = "kpss"
urlpatterns = [
    path("kpss/", views.planning, name="planning"),
    # Joining a body and proposing a topic.
    path("kpss/skupiny/<slug:slug>/pridat-se/", joining.application, name="application"),
    path("kpss/skupiny/<slug:slug>/tema/", joining.topic, name="topic"),
    path("kpss/skupiny/<slug:slug>/odeslano/", joining.sent, name="sent"),
    path("odkaz/prihlaska/<str:token>/", joining.application_confirm, name="application_confirm"),
    path("odkaz/tema/<str:token>/", joining.topic_confirm, name="topic_confirm"),
    # Bodies, their members, and who wants to join them.
    path("kpss/skupiny/", bodies.body_list, name="body_list"),
    path("kpss/skupiny/<slug:slug>/", bodies.body_detail, name="body_detail"),
    path("kpss/skupiny/<slug:slug>/clenove/", bodies.body_members, name="body_members"),
    path("kpss/skupiny/<slug:slug>/jednaci-rad/", bodies.body_rules, name="body_rules"),
    path("pro/", concerns.concern_list, name="concern_list"),
    path("pro/<slug:slug>/", concerns.concern_detail, name="concern_detail"),
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
    path("kpss/jednani/", meetings.meeting_list, name="meeting_list"),
    path("kpss/jednani/rok/<int:year>/", meetings.meeting_year, name="meeting_year"),
    path("kpss/jednani/rok/<int:year>/<int:month>/", meetings.meeting_month, name="meeting_month"),
    path("kpss/jednani/<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("kpss/jednani.ics", meetings.meetings_ics, name="meetings_ics"),
    path("kpss/jednani/<int:pk>.ics", meetings.meeting_ics, name="meeting_ics"),
    path("kpss/skupiny/<slug:slug>/jednani/", meetings.body_meetings, name="body_meetings"),
    path("kpss/skupiny/<slug:slug>/jednani.ics", meetings.body_ics, name="body_ics"),
    path(
        "odkaz/jednani/<str:token>/",
        meetings_attendance.attendance_answer,
        name="attendance_answer",
    ),
    path(
        "kpss/koordinace/jednani/",
        meetings_staff.meeting_staff_list,
        name="meeting_staff_list",
    ),
    path("kpss/koordinace/jednani/nove/", meetings_staff.meeting_plan, name="meeting_plan"),
    path("kpss/koordinace/jednani/rada/", meetings_series.series_plan, name="series_plan"),
    path(
        "kpss/koordinace/jednani/rada/<int:pk>/",
        meetings_series.series_extend,
        name="series_extend",
    ),
    path(
        "kpss/koordinace/jednani/rada/<int:pk>/zmena/",
        series_change,
        name="series_change",
    ),
    path("kpss/koordinace/jednani/<int:pk>/", meetings_staff.meeting_staff, name="meeting_staff"),
    path(
        "kpss/koordinace/jednani/<int:pk>/zmena/",
        meetings_staff.meeting_change,
        name="meeting_change",
    ),
    path(
        "kpss/koordinace/jednani/<int:pk>/zruseni/",
        meetings_staff.meeting_call_off,
        name="meeting_call_off",
    ),
    path(
        "kpss/koordinace/jednani/<int:pk>/obnoveni/",
        meetings_staff.meeting_reinstate,
        name="meeting_reinstate",
    ),
    path(
        "kpss/koordinace/jednani/<int:pk>/program/",
        meetings_agenda.meeting_agenda,
        name="meeting_agenda",
    ),
    path(
        "kpss/koordinace/jednani/<int:pk>/ucast/",
        meetings_attendance.meeting_attendance,
        name="meeting_attendance",
    ),
    # Minutes, tasks and decisions.
    path("kpss/jednani/<int:pk>/zapis/", minutes.minutes_detail, name="minutes_detail"),
    path("kpss/jednani/<int:pk>/zapis.pdf", minutes_pdf, name="minutes_pdf"),
    path(
        "kpss/jednani/<int:pk>/rozhodnuti/<int:number>/",
        minutes.decision_detail,
        name="decision_detail",
    ),
    path("kpss/rozhodnuti/", minutes.decision_list, name="decision_list"),
    path("kpss/ukoly/", minutes.task_list, name="task_list"),
    path("odkaz/zapis/<str:token>/", minutes_objection, name="minutes_objection"),
    path(
        "kpss/koordinace/jednani/<int:pk>/zapis/",
        minutes_writing.minutes_write,
        name="minutes_write",
    ),
    path(
        "kpss/koordinace/jednani/<int:pk>/zapis/nahled/",
        minutes_course.minutes_preview,
        name="minutes_preview",
    ),
    path(
        "kpss/koordinace/jednani/<int:pk>/zapis/stav/",
        minutes_course.minutes_course,
        name="minutes_course",
    ),
    path(
        "kpss/koordinace/jednani/<int:pk>/zapis/stav/<slug:deed>/",
        minutes_course.minutes_deed,
        name="minutes_deed",
    ),
    path(
        "kpss/koordinace/jednani/<int:pk>/zapis/namitky/<int:objection>/",
        minutes_course.objection_decide,
        name="objection_decide",
    ),
    path(
        "kpss/koordinace/rozhodnuti/<int:pk>/",
        decision_effects,
        name="decision_effects",
    ),
    # Documents, news, subsidies.
    path("kpss/dokumenty/", documents.document_list, name="document_list"),
    path("kpss/dokumenty/<uuid:key>/", documents.document_detail, name="document_detail"),
    path("kpss/dokumenty/<uuid:key>/<str:name>", documents.document_file, name="document_file"),
    path("kpss/aktuality/", news.news_list, name="news_list"),
    path("kpss/aktuality.atom", feeds.news_feed, name="news_feed"),
    path("kpss/aktuality/odber/", news_by_mail.subscription, name="news_subscription"),
    path(
        "kpss/aktuality/odber/poslano/",
        news_by_mail.subscription_sent,
        name="news_subscription_sent",
    ),
    path("odkaz/aktuality/<str:token>/", news_by_mail.confirmation, name="news_confirm"),
    path("odkaz/konec-aktualit/<str:token>/", news_by_mail.end, name="news_end"),
    path("kpss/aktuality/<slug:slug>/", news.news_detail, name="news_detail"),
    path("kpss/dotace/", subsidies.subsidy_list, name="subsidy_list"),
    path("kpss/dotace/<int:year>/", subsidies.subsidy_year, name="subsidy_year"),
    # The coordinator's own pages, under kpss/koordinace/.
    path("kpss/koordinace/", coordination.coordination, name="coordination"),
    path("kpss/koordinace/ukoly/<int:pk>/", coordination.task_close, name="task_close"),
    path("kpss/koordinace/skupiny/", bodies_staff.balance, name="balance"),
    path("kpss/koordinace/skupiny/<slug:slug>/", bodies_staff.seats, name="seats"),
    path("kpss/koordinace/skupiny/<slug:slug>/clen/", bodies_staff.seat, name="seat"),
    path("kpss/koordinace/clenstvi/<int:pk>/konec/", bodies_staff.seat_end, name="seat_end"),
    path("kpss/koordinace/clenstvi/<int:pk>/dal/", bodies_staff.seat_go_on, name="seat_go_on"),
    path("kpss/koordinace/clenstvi/<int:pk>/jmeno/", bodies_staff.seat_name, name="seat_name"),
    path("kpss/koordinace/osoby/<int:pk>/", bodies_staff.person_erase, name="person_erase"),
    path(
        "kpss/koordinace/cilove-skupiny/",
        target_groups_staff.target_group_staff,
        name="target_group_staff",
    ),
    path(
        "kpss/koordinace/cilove-skupiny/<int:pk>/",
        target_groups_staff.target_group_rename,
        name="target_group_rename",
    ),
    path("kpss/koordinace/prihlasky/", joining_office.sent_list, name="sent_list"),
    path(
        "kpss/koordinace/prihlasky/<int:pk>/",
        joining_office.application_decide,
        name="application_decide",
    ),
    path(
        "kpss/koordinace/jednani/<int:pk>/nabidka/",
        meeting_offers,
        name="meeting_offers",
    ),
    path("kpss/koordinace/temata/<int:pk>/", joining_office.topic_decide, name="topic_decide"),
]
