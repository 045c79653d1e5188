"""How long a patient stays signed in, and staying longer."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from intake.accounts.presence import seconds_left


@require_http_methods(["GET", "HEAD", "POST"])
def stay(request: HttpRequest) -> HttpResponse:
    """Say how many seconds are left; a post is activity, so it starts them anew."""
    if request.method == "POST":
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return JsonResponse({"left": seconds_left(request.session, request.user)})
