from django.urls import path, register_converter

from strategy import day_views, format_views, pdf_views, verifying_views, views
from strategy.changes import views as changes
from strategy.dashboards import views as dashboards
from strategy.explaining import views as explaining
from strategy.feedback import views as feedback
from strategy.handing_over import views as handing_over
from strategy.importing import views as importing
from strategy.links import views as links
from strategy.linting import views as linting
from strategy.measures import hiding_views, indicator_views, reading_sheet_views, reading_views
from strategy.progress import desk_views, feeds, link_views
from strategy.progress import views as progress
from strategy.rounds import staff_views as rounds_desk
from strategy.rounds import views as rounds
from strategy.searching import views as searching
from strategy.translating import views as translating

register_converter(format_views.FormatConverter, "format")

app_name = "strategy"
urlpatterns = [
    path("", views.front, name="front"),
    path("plany/", views.plan_list, name="plan_list"),
    path("zmeny/", changes.change_list, name="change_list"),
    path("zmeny.atom", changes.change_feed, name="change_feed"),
    path("hledani/", searching.search, name="search"),
    path("hledani/naseptavac.json", searching.suggestions, name="search_suggestions"),
    path("hledani/opensearch.xml", searching.description, name="search_description"),
    path("overeni/", verifying_views.verification, name="verification"),
    path("odkaz/plneni/<str:token>/", link_views.progress_by_link, name="progress_by_link"),
    path(
        "odkaz/plneni/<str:token>/hotovo/",
        link_views.progress_by_link_done,
        name="progress_by_link_done",
    ),
    path("plneni/", dashboards.dashboard, name="dashboard_all"),
    path("plneni/opatreni/", dashboards.measures, name="measures_all"),
    path("plneni/pocty.csv", dashboards.counts_table, name="counts_table_all"),
    path("plneni/pocty.json", dashboards.counts_data, name="counts_data_all"),
    path("plneni/sprava/prehled/", dashboards.staff_dashboard, name="staff_dashboard_all"),
    path("plneni/sprava/opatreni/", dashboards.staff_measures, name="staff_measures_all"),
    path("plneni/sprava/prehled/<slug:slug>/", dashboards.staff_dashboard, name="staff_dashboard"),
    path("plneni/sprava/opatreni/<slug:slug>/", dashboards.staff_measures, name="staff_measures"),
    path("plneni/sprava/", desk_views.my_measures, name="my_measures"),
    path("plneni/sprava/pozadat/", desk_views.progress_ask, name="progress_ask"),
    path("plneni/sprava/zprava/<int:pk>/", desk_views.report_hide, name="report_hide"),
    path("plneni/sprava/obdobi/", rounds_desk.rounds_desk, name="rounds_desk"),
    path("plneni/sprava/obdobi/nove/", rounds_desk.round_open, name="round_open"),
    path("plneni/sprava/obdobi/<int:pk>/", rounds_desk.round_status, name="round_status"),
    path("plneni/sprava/obdobi/<int:pk>/uzavrit/", rounds_desk.round_close, name="round_close"),
    path(
        "plneni/sprava/obdobi/<int:pk>/zrusit/", rounds_desk.round_call_off, name="round_call_off"
    ),
    path("plneni/sprava/obdobi/<int:pk>/delsi/", rounds_desk.round_extend, name="round_extend"),
    path(
        "plneni/sprava/obdobi/<int:pk>/hodnoceni/",
        rounds_desk.round_evaluate,
        name="round_evaluate",
    ),
    path("plneni/sprava/<uuid:key>/", desk_views.progress_report, name="progress_report"),
    path("plneni/sprava/<uuid:key>/hodnoty/", reading_views.reading_list, name="reading_list"),
    path("plneni/sprava/hodnota/<int:pk>/", reading_views.reading_change, name="reading_change"),
    path(
        "plneni/sprava/hodnota/<int:pk>/odebrat/",
        reading_views.reading_withdraw,
        name="reading_withdraw",
    ),
    path("plneni/sprava/hodnota/<int:pk>/slova/", hiding_views.reading_hide, name="reading_hide"),
    path("plneni/sprava/hodnoty/", reading_sheet_views.measured_plans, name="measured_plans"),
    path(
        "plneni/sprava/hodnoty/<slug:slug>/",
        reading_sheet_views.reading_sheet_page,
        name="reading_sheet",
    ),
    path(
        "plneni/sprava/hodnoty/<slug:slug>/sablona.xlsx",
        reading_sheet_views.reading_template,
        name="reading_template",
    ),
    path("plneni/sprava/predani/", handing_over.handover_list, name="handover_list"),
    path(
        "plneni/sprava/predani/organizace/<int:pk>/",
        handing_over.handover_organisation,
        name="handover_organisation",
    ),
    path(
        "plneni/sprava/predani/osoba/<int:pk>/",
        handing_over.handover_person,
        name="handover_person",
    ),
    path("polozka/<uuid:key>/plneni/", progress.progress_course, name="progress_course"),
    path("polozka/<uuid:key>/", views.item_permanent, name="item_permanent"),
    path("schema/edice-<int:version>.json", format_views.schema, name="edition_schema"),
    path("rady/<slug:slug>/", linting.plan_hints, name="plan_hints"),
    path("dovoz/", importing.import_list, name="import_list"),
    path("dovoz/<int:pk>/", importing.import_preview, name="import_preview"),
    path("dovoz/<int:pk>/provest/", importing.import_deed, name="import_deed"),
    path("dovoz/<int:pk>/<int:number>/", importing.import_item, name="import_item"),
    path("zpetna-vazba/", feedback.feedback, name="feedback"),
    path("zpetna-vazba/odeslano/", feedback.feedback_sent, name="feedback_sent"),
    path("zpetna-vazba/sprava/", feedback.feedback_list, name="feedback_list"),
    path("zpetna-vazba/sprava/<int:pk>/", feedback.feedback_read, name="feedback_read"),
    path(
        "zpetna-vazba/sprava/<int:pk>/vyrizeno/", feedback.feedback_settle, name="feedback_settle"
    ),
    path("zpetna-vazba/sprava/<int:pk>/vymazat/", feedback.feedback_erase, name="feedback_erase"),
    path("slovnik/", explaining.glossary, name="glossary"),
    path("shrnuti/", explaining.summary_list, name="summary_list"),
    path("shrnuti/<uuid:key>/", explaining.summary_write, name="summary_write"),
    path("preklady/", translating.translation_list, name="translation_list"),
    path(
        "preklady/<slug:slug>/<slug:language>/",
        translating.translation_write,
        name="translation_write",
    ),
    path("vazby/", links.links_map, name="links_map"),
    path("vazby/sprava/", links.links_desk, name="links_desk"),
    path("vazby/sprava/<uuid:key>/", links.links_item, name="links_item"),
    path("vazby/sprava/<int:pk>/zrusit/", links.unlink, name="unlink"),
    path("<slug:slug>/", views.plan_detail, name="plan_detail"),
    path("<slug:slug>/zmeny/", changes.change_list, name="plan_changes"),
    path("<slug:slug>/zmeny.atom", changes.change_feed, name="plan_change_feed"),
    path("<slug:slug>/zneni/", day_views.day_choice, name="day_choice"),
    path("<slug:slug>/k/<str:day>/", day_views.plan_on_day, name="plan_on_day"),
    path("<slug:slug>/plneni/", dashboards.dashboard, name="dashboard"),
    path("<slug:slug>/plneni/opatreni/", dashboards.measures, name="measures"),
    path("<slug:slug>/plneni/pocty.csv", dashboards.counts_table, name="counts_table"),
    path("<slug:slug>/plneni/pocty.json", dashboards.counts_data, name="counts_data"),
    path("<slug:slug>/plneni.atom", feeds.progress_feed, name="progress_feed"),
    path(
        "<slug:slug>/ukazatel/<uuid:key>/",
        indicator_views.indicator_detail,
        name="indicator_detail",
    ),
    path(
        "<slug:slug>/ukazatel/<uuid:key>/hodnoty.csv",
        indicator_views.indicator_file,
        name="indicator_file",
    ),
    path("<slug:slug>/plneni/obdobi/", rounds.round_list, name="round_list"),
    path("<slug:slug>/plneni/<int:year>/<slug:period>/", rounds.round_detail, name="round_detail"),
    path(
        "<slug:slug>/plneni/<int:year>/<slug:period>/vyhodnoceni.<str:form>",
        rounds.round_file,
        name="round_file",
    ),
    path("<slug:slug>/plan.pdf", pdf_views.plan_pdf, name="plan_pdf"),
    path("<slug:slug>/plan.<format:kind>", format_views.plan_file, name="plan_file"),
    path("<slug:slug>/formaty/", format_views.format_list, name="format_list"),
    path("<slug:slug>/edice/<int:number>/", views.plan_detail, name="edition_detail"),
    path("<slug:slug>/edice/<int:number>/plan.pdf", pdf_views.plan_pdf, name="edition_pdf"),
    path(
        "<slug:slug>/edice/<int:number>/plan-s-peceti.pdf",
        verifying_views.sealed_pdf,
        name="sealed_pdf",
    ),
    path(
        "<slug:slug>/edice/<int:number>/plan.<format:kind>",
        format_views.plan_file,
        name="edition_file",
    ),
    path(
        "<slug:slug>/edice/<int:number>/formaty/",
        format_views.format_list,
        name="edition_format_list",
    ),
    path(
        "<slug:slug>/edice/<int:number>/<str:handle>/",
        views.item_detail,
        name="edition_item_detail",
    ),
    path("<slug:slug>/<str:handle>/", views.item_detail, name="item_detail"),
]
