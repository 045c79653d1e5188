import pytest

from tests.web.clock import Clock


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)
