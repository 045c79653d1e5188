"""Content Security Policy: strict everywhere, and on the editing side what it needs."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware

EDITING = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "manifest-src": [SELF],
    "worker-src": [SELF],
}


class ContentPolicy(CSPMiddleware):
    """Adds the header to every page; a preview may be framed by the editor."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if getattr(request, "is_preview", False):
            parts.replace = {**(parts.replace or {}), "frame-ancestors": [SELF]}
        elif request.path_info.startswith("/cms/"):
            parts.config, parts.update, parts.replace = EDITING, None, None
        return parts

    def process_response(self, request, response):
        """Old browsers read this header about frames instead of the policy."""
        response = super().process_response(request, response)
        if getattr(request, "is_preview", False):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
