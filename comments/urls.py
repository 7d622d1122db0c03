from django.urls import path, register_converter

from comments.checking import reactions, redacting
from comments.checking import views as checking
from comments.consulting import paper
from comments.consulting import views as consulting
from comments.entering import sheet_views
from comments.entering import views as entering
from comments.following import amended, own, register
from comments.following import views as following
from comments.inviting import views as inviting
from comments.privacy import views as privacy
from comments.settling import deed_views as deeds
from comments.settling import point_views
from comments.settling import views as settling
from comments.subscribing import feeds
from comments.subscribing import views as subscribing
from comments.tables import views as tables
from comments.writing import receipts
from comments.writing import views as writing

register_converter(tables.FormatConverter, "table_format")

app_name = "comments"
urlpatterns = [
    path("pripominka/kontrola/", writing.comment_check, name="comment_check"),
    path("pripominka/odeslat/", writing.comment_send, name="comment_send"),
    path("odkaz/prijato/<str:token>/", receipts.comment_received, name="comment_received"),
    path("odkaz/prijato/<str:token>/e-mail/", receipts.received_email, name="received_email"),
    path(
        "odkaz/prijato/<str:token>/bez-e-mailu/",
        receipts.received_without_email,
        name="received_without_email",
    ),
    path("odkaz/potvrdit/<str:token>/", receipts.confirmation, name="confirmation"),
    path("pripominky/kontrola/", checking.queue, name="checking"),
    path("pripominky/kontrola/<int:comment_id>/", checking.one, name="checking_comment"),
    path(
        "pripominky/kontrola/<int:comment_id>/rozhodnout/", checking.decide, name="checking_decide"
    ),
    path("pripominky/kontrola/zverejnit/", checking.publish_many, name="checking_publish"),
    path(
        "pripominky/kontrola/slova/<int:settlement_id>/",
        reactions.decide_words,
        name="checking_words",
    ),
    path("pripominky/kontrola/<int:comment_id>/skryt/", redacting.redaction_page, name="redaction"),
    path(
        "pripominky/kontrola/<int:comment_id>/odkryt/",
        redacting.redaction_undo,
        name="redaction_undo",
    ),
    path("pripominky/vymazat/", privacy.mention_list, name="mention_list"),
    path("pripominky/vymazat/<int:comment_id>/", privacy.erase, name="erase"),
    path("pripominka/odber/", subscribing.subscription_check, name="subscription_check"),
    path("pripominka/odber/poslat/", subscribing.subscription_send, name="subscription_send"),
    path("pripominka/odber/poslano/", subscribing.subscription_sent, name="subscription_sent"),
    path("odkaz/odber/<str:token>/", subscribing.subscription_confirm, name="subscription_confirm"),
    path("odkaz/konec-odberu/<str:token>/", subscribing.unsubscribe, name="unsubscribe"),
    path(
        "odkaz/bez-dopisu/<str:token>/",
        subscribing.unsubscribe_comment,
        name="unsubscribe_comment",
    ),
    path("odkaz/moje/<str:token>/", own.mine, name="mine"),
    path("odkaz/moje/<str:token>/upravit/", amended.mine_edit, name="mine_edit"),
    path("odkaz/moje/<str:token>/vzit-zpet/", own.mine_withdraw, name="mine_withdraw"),
    path("odkaz/moje/<str:token>/podpis/", own.mine_name, name="mine_name"),
    path(
        "odkaz/moje/<str:token>/odpoved/<int:settlement_id>/",
        own.mine_reaction,
        name="mine_reaction",
    ),
    path("odkaz/moje/<str:token>/vymazat/", privacy.mine_erase, name="mine_erase"),
    path("odkaz/moje/<str:token>/udaje.json", privacy.mine_data, name="own_data"),
    path("odkaz/pozvani/<str:token>/", inviting.invitation, name="invitation"),
    path("pripominky/pozvani/", inviting.inviting_list, name="inviting_list"),
    path("pripominky/pozvani/<int:consultation_id>/", inviting.inviting, name="inviting"),
    path("pripominky/zapsat/", entering.choice, name="entering"),
    path("pripominky/zapsat/sablona.xlsx", sheet_views.template_file, name="entering_template"),
    path("pripominky/zapsat/<int:consultation_id>/", entering.one, name="entering_one"),
    path("pripominky/zapsat/e-mail/<int:comment_id>/", entering.email, name="entering_email"),
    path(
        "pripominky/zapsat/<int:consultation_id>/tabulka/",
        sheet_views.sheet,
        name="entering_sheet",
    ),
    path("pripominky/vyporadani/", settling.desk, name="desk"),
    path("pripominky/vyporadani/najednou/", settling.desk_many, name="desk_many"),
    path("pripominky/vyporadani/<int:point_id>/", point_views.desk_point, name="desk_point"),
    path("pripominky/vyporadani/<int:point_id>/rozdelit/", deeds.desk_split, name="desk_split"),
    path("pripominky/vyporadani/<int:point_id>/<slug:deed>/", deeds.desk_deed, name="desk_deed"),
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
    path("<slug:slug>/pripominky/", register.comment_list, name="comment_list"),
    path("<slug:slug>/pripominky.atom", feeds.plan_feed, name="plan_feed"),
    path("polozka/<uuid:key>/pripominky.atom", feeds.item_feed, name="item_feed"),
    path("<slug:slug>/pripominky/<int:number>/", following.comment_detail, name="comment_detail"),
    path("<slug:slug>/pripominky/<int:number>/verze/", following.version_list, name="version_list"),
    path("<slug:slug>/vyporadani/", tables.settlement_table, name="settlement_table"),
    path("<slug:slug>/vyporadani.pdf", tables.settlement_pdf, name="settlement_pdf"),
    path(
        "<slug:slug>/vyporadani.<table_format:kind>",
        tables.settlement_file,
        name="settlement_file",
    ),
]
