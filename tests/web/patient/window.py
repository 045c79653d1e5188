"""A patient's window in a real browser, whose clock and the server's go together."""

from datetime import timedelta


class Window:
    def __init__(self, page, server, clock):
        self.page, self.server, self.clock = page, server, clock

    def open(self, address):
        self.page.goto(self.server.url + address)

    def sleep(self, **by):
        """The lid is closed; when it opens, every timer that was due has gone off."""
        self.clock.pass_time(**by)
        self.page.clock.fast_forward(1000 * int(timedelta(**by).total_seconds()))

    def hide(self):
        """The person looks at something else, or puts the phone away."""
        self.page.evaluate(
            """() => {
              Object.defineProperty(
                document, "visibilityState", {value: "hidden", configurable: true});
              document.dispatchEvent(new Event("visibilitychange"));
              delete document.visibilityState;
            }"""
        )

    def focused(self):
        return self.page.evaluate("document.activeElement.textContent.trim()")
