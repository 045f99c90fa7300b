import pytest

from audit.jobs import sequence_logs
from kernel.jobs import SILENCE, beat
from tests.village import person


@pytest.mark.parametrize("path", ["/", "/about"])
def test_anybody_can_read_what_this_is(client, path):
    assert "jury" in client.get(path).text.lower()


def test_it_says_that_it_is_no_insurance(client):
    assert "insur" in client.get("/about").text.lower()


def test_it_answers_whether_it_is_well(app, client, clock, work):
    assert client.get("/healthz").data == b"ok\n"
    assert client.get("/readyz", status=503).json["worker"] == "missing"
    with app.app_context():
        beat()
    assert client.get("/readyz").json == {"database": "ok", "worker": "ok", "log": "ok"}
    clock.move(SILENCE)
    assert client.get("/readyz", status=503).json["worker"] == "missing"


def test_a_log_that_does_not_keep_up_is_seen(app, client, clock, work):
    with work() as w:
        person(w, "Mira")
    clock.move(SILENCE)
    with app.app_context():
        beat()
        assert client.get("/readyz", status=503).json["log"] == "late"
        sequence_logs()
    client.get("/readyz")


def test_a_page_that_is_not_there_says_so_kindly(client):
    assert "nothing at this address" in client.get("/no/such/page", status=404).text
