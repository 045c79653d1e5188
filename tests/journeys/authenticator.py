"""A security key that Chromium plays, so that passkeys can be tried without one."""


class Authenticator:
    def __init__(self, protocol, number):
        self.protocol, self.number = protocol, number

    def credentials(self):
        told = self.protocol.send(
            "WebAuthn.getCredentials", {"authenticatorId": self.number}
        )
        return told["credentials"]


def play_authenticator(page):
    """Plug one in; it says yes to everything it is asked."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    made = protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return Authenticator(protocol, made["authenticatorId"])
