from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("pripominka/kontrola/", views.comment_check, name="comment_check"),
    path("pripominka/odeslat/", views.comment_send, name="comment_send"),
    path("pripominka/prijato/<str:token>/", views.comment_received, name="comment_received"),
]
