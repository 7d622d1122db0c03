from django.urls import path, register_converter

from comments.checking import redacting
from comments.checking import views as checking
from comments.consulting import paper
from comments.consulting import views as consulting
from comments.entering import views as entering
from comments.following import views as following
from comments.privacy import views as privacy
from comments.settling import views as settling
from comments.tables import views as tables
from comments.writing import views as writing

register_converter(tables.FormatConverter, "table_format")

app_name = "comments"
urlpatterns = [
    path("pripominka/kontrola/", writing.comment_check, name="comment_check"),
    path("pripominka/odeslat/", writing.comment_send, name="comment_send"),
    path("odkaz/prijato/<str:token>/", writing.comment_received, name="comment_received"),
    path("pripominky/kontrola/", checking.queue, name="checking"),
    path("pripominky/kontrola/<int:comment_id>/", checking.one, name="checking_comment"),
    path(
        "pripominky/kontrola/<int:comment_id>/rozhodnout/", checking.decide, name="checking_decide"
    ),
    path("pripominky/kontrola/zverejnit/", checking.publish_many, name="checking_publish"),
    path("pripominky/kontrola/<int:comment_id>/skryt/", redacting.redaction_page, name="redaction"),
    path(
        "pripominky/kontrola/<int:comment_id>/odkryt/",
        redacting.redaction_undo,
        name="redaction_undo",
    ),
    path("pripominky/vymazat/<int:comment_id>/", privacy.erase, name="erase"),
    path("odkaz/moje/<str:token>/vymazat/", privacy.mine_erase, name="mine_erase"),
    path("odkaz/moje/<str:token>/udaje.json", privacy.mine_data, name="own_data"),
    path("pripominky/zapsat/", entering.choice, name="entering"),
    path("pripominky/vyporadani/", settling.desk, name="desk"),
    path("<slug:slug>/rizeni/", consulting.consultation_list, name="consultation_list"),
    path(
        "<slug:slug>/rizeni/<int:number>/",
        consulting.consultation_detail,
        name="consultation_detail",
    ),
    path(
        "<slug:slug>/rizeni/<int:number>/formular/",
        paper.consultation_form,
        name="consultation_form",
    ),
    path(
        "<slug:slug>/rizeni/<int:number>/formular.pdf",
        paper.consultation_form_pdf,
        name="consultation_form_pdf",
    ),
    path("<slug:slug>/pripominky/<int:number>/", following.comment_detail, name="comment_detail"),
    path("<slug:slug>/vyporadani/", tables.settlement_table, name="settlement_table"),
    path("<slug:slug>/vyporadani.pdf", tables.settlement_pdf, name="settlement_pdf"),
    path(
        "<slug:slug>/vyporadani.<table_format:kind>",
        tables.settlement_file,
        name="settlement_file",
    ),
]
