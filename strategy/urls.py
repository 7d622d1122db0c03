from django.urls import path

from strategy import pdf_views, views

app_name = "strategy"
urlpatterns = [
    path("", views.plan_list, name="plan_list"),
    path("polozka/<uuid:key>/", views.item_permanent, name="item_permanent"),
    path("<slug:slug>/", views.plan_detail, name="plan_detail"),
    path("<slug:slug>/plan.pdf", pdf_views.plan_pdf, name="plan_pdf"),
    path("<slug:slug>/edice/<int:number>/", views.plan_detail, name="edition_detail"),
    path("<slug:slug>/edice/<int:number>/plan.pdf", pdf_views.plan_pdf, name="edition_pdf"),
    path(
        "<slug:slug>/edice/<int:number>/<str:handle>/",
        views.item_detail,
        name="edition_item_detail",
    ),
    path("<slug:slug>/<str:handle>/", views.item_detail, name="item_detail"),
]
