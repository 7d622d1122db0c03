from django.urls import path, register_converter

from strategy import day_views, format_views, pdf_views, verifying_views, views
from strategy.links import views as links

register_converter(format_views.FormatConverter, "format")

app_name = "strategy"
urlpatterns = [
    path("", views.plan_list, name="plan_list"),
    path("overeni/", verifying_views.verification, name="verification"),
    path("polozka/<uuid:key>/", views.item_permanent, name="item_permanent"),
    path("vazby/", links.links_map, name="links_map"),
    path("vazby/sprava/", links.links_desk, name="links_desk"),
    path("vazby/sprava/<uuid:key>/", links.links_item, name="links_item"),
    path("vazby/sprava/<int:pk>/zrusit/", links.unlink, name="unlink"),
    path("schema/edice-1.json", format_views.schema, name="edition_schema"),
    path("<slug:slug>/", views.plan_detail, name="plan_detail"),
    path("<slug:slug>/zneni/", day_views.day_choice, name="day_choice"),
    path("<slug:slug>/k/<str:day>/", day_views.plan_on_day, name="plan_on_day"),
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
