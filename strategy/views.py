from django.http import HttpRequest, HttpResponse


def plan_list(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


plan_detail = plan_pdf = item_detail = item_permanent = plan_list
