"""Pages travel compressed, files as they are."""

import gzip

import pytest

pytestmark = pytest.mark.django_db
ASKED = {"headers": {"accept-encoding": "gzip"}}


def test_a_page_arrives_smaller_and_whole(client):
    plain, packed = client.get("/help-now/"), client.get("/help-now/", **ASKED)

    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2


@pytest.mark.parametrize("path", ["/colors.css", "/healthz", "/robots.txt"])
def test_what_is_no_page_is_left_alone(client, path):
    assert "Content-Encoding" not in client.get(path, **ASKED)


def test_nobody_gets_it_who_did_not_ask(client):
    assert "Content-Encoding" not in client.get("/help-now/")
