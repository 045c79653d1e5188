"""Ends the session of whoever left in a hurry, should they not have been heard then."""

from django.http import HttpRequest, HttpResponse

from intake.web.leaving import MARK, end_session


class LeftInAHurry:
    """Looks for the mark that a page leaves in the browser before it goes away.

    The page also tells the server, which a bad line may lose; the mark comes with
    whatever is asked next, so that a step back opens nothing. What the page sent as its
    last word is kept first. Whoever has signed in meanwhile stays.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.COOKIES.get(MARK):
            return self.get_response(request)
        before = request.session.session_key
        if request.method != "POST":
            end_session(request)
        response = self.get_response(request)
        if before and request.session.session_key == before:
            end_session(request)
        response.delete_cookie(MARK)
        return response
