"""Addresses by which plans and items go elsewhere; those of items hold through all editions."""

from django.urls import path

from brnoplan.sharing import cards, pictures, printing

app_name = "sharing"
urlpatterns = [
    path("karta/<uuid:key>/", cards.card, name="card"),
    path("oembed/", cards.oembed, name="oembed"),
    path("polozka/<uuid:key>/nahled.png", pictures.of_item, name="item_picture"),
    path("polozka/<uuid:key>/plakat.pdf", printing.poster, name="poster"),
    path("polozka/<uuid:key>/list.pdf", printing.sheet, name="sheet"),
    path("<slug:slug>/nahled.png", pictures.of_plan, name="plan_picture"),
]
