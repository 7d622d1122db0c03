from django.urls import path

from comments.checking import views as checking
from comments.entering import views as entering
from comments.following import views as following
from comments.settling import views as settling
from comments.writing import views as writing

app_name = "comments"
urlpatterns = [
    path("pripominka/kontrola/", writing.comment_check, name="comment_check"),
    path("pripominka/odeslat/", writing.comment_send, name="comment_send"),
    path("odkaz/prijato/<str:token>/", writing.comment_received, name="comment_received"),
    path("pripominky/kontrola/", checking.queue, name="checking"),
    path("pripominky/kontrola/<int:comment_id>/", checking.one, name="checking_comment"),
    path("pripominky/zapsat/", entering.choice, name="entering"),
    path("pripominky/vyporadani/", settling.desk, name="desk"),
    path("<slug:slug>/pripominky/<int:number>/", following.comment_detail, name="comment_detail"),
]
