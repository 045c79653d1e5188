from tests.journeys.conftest import (  # noqa: F401
    axe,
    browser_type_launch_args,
    new_context,
)
