"""Addresses of the open data for machines, which speak no language but the portal's own."""

from django.urls import path

from brnoplan.opendata import api_views, data_views, sitemaps

app_name = "opendata"
urlpatterns = [
    path("data/katalog.jsonld", data_views.catalogue_file, name="catalogue"),
    path("data/kontext.jsonld", data_views.context, name="context"),
    path("data/sady/<slug:name>.jsonld", data_views.record, name="record"),
    path("data/<str:file>", data_views.dataset, name="dataset"),
    path("api/v1/", api_views.root, name="root"),
    path("api/v1/openapi.json", api_views.openapi_description, name="openapi"),
    path("api/v1/<slug:name>/", api_views.many, name="many"),
    path("api/v1/<slug:name>/<str:key>/", api_views.one, name="one"),
    path("api/", api_views.missing),
    path("api/<path:rest>", api_views.missing),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_part, name="sitemap_part"),
]
