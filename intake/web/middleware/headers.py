"""Headers that stand on every reply: pages, errors, files, and "not modified"."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

# What no page of ours uses, and no script that slipped in may use either. Signing in
# with a passkey is left to pages of our own, which is what browsers do by themselves.
UNUSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
ALWAYS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "X-Permitted-Cross-Domain-Policies": "none",
}
# What is for one person is kept by no browser and no proxy.
PERSONAL = ("/patient/", "/staff/", "/reply/")


class EveryReply:
    """Stands before everything else, so that nothing is answered without it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if request.path_info.startswith(PERSONAL):
            add_never_cache_headers(response)
        return response
