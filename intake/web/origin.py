"""Whether a request came from a page of this site, as its browser says."""

from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    """Silence is a no."""
    here = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == here
    return request.headers.get("Referer", "").startswith(f"{here}/")
