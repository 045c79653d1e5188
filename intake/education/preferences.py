"""An editor's own settings of the editing side: language, theme, notifications."""

from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    NameEmailSettingsPanel,
)


class PreferencesView(AccountView):
    """Names are those of the account, which administrators manage."""

    def get_panels(self):
        elsewhere = (NameEmailSettingsPanel, AvatarSettingsPanel)
        return [
            panel for panel in super().get_panels() if not isinstance(panel, elsewhere)
        ]
