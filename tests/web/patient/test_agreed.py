"""What a patient agreed to, and taking it back apart from any request."""

import pytest

from intake.patients import consents
from intake.patients.models import ConsentWithdrawal, PrivacyNotice
from intake.questionnaires.actions import withdraw_response
from intake.review.assisting import send_for_patient
from intake.review.beginning import begin_request
from intake.review.models import Case
from tests.factories.cases import make_case, make_patient
from tests.factories.questionnaires import LISTS, publish_part
from tests.factories.responses import AGREED, answer_until
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

PAGE = "/patient/agreed/"
BACK = {"_action": "take_back"}


def test_it_is_read_in_the_very_words_and_taken_back(client):
    case = make_case()
    client.force_login(case.patient.user)
    shown = client.get(PAGE).text

    client.post(PAGE, BACK)

    notice = case.patient.acceptances.get().notice
    assert notice.text.splitlines()[0][:40] in shown
    assert ConsentWithdrawal.objects.get().by == case.patient.user
    after = client.get(PAGE).text
    assert "data-taken-back" in after
    assert 'data-agreed="notice_taken_back"' in after
    assert Case.objects.get().stage == case.stage


def test_nothing_is_sent_until_it_is_accepted_again(visit):
    publish_part(*LISTS)
    visitor = visit()
    answer_until(visitor.response)
    visitor.post(PAGE, BACK)

    for reply in (
        visitor.get(visitor.url("submit")),
        visitor.post(visitor.url("submit"), {"_attest": "yes", "_action": "submit"}),
    ):
        assert reply.leads_to == "/patient/about-you/"
    assert not Case.objects.exists()
    notice = PrivacyNotice.current()
    patient = visitor.response.patient
    consents.accept_notice(patient=patient, notice=notice, by=patient.user)
    visitor.post(visitor.url("submit"), {"_attest": "yes", "_action": "submit"})
    assert Case.objects.exists()


def test_staff_begin_and_send_nothing_for_them_either(visit):
    publish_part(*LISTS)
    response = visit().response
    answer_until(response)
    patient, by = response.patient, response.patient.user
    consents.take_back(patient=patient, by=by)
    desk = make_staff("front_desk", sites=(patient.site,))

    with pytest.raises(consents.TakenBack):
        send_for_patient(response=response, mode="phone", words=AGREED, by=desk)
    withdraw_response(response=response, by=by)
    with pytest.raises(consents.TakenBack):
        begin_request(patient=patient, by=desk)


def test_nothing_new_is_begun_until_it_is_accepted_again(client):
    patient = make_patient()
    client.force_login(patient.user)
    client.post(PAGE, BACK)

    reply = client.post("/patient/begin/")

    assert reply.url == "/patient/about-you/"
    form = client.get(reply.url).text
    assert "privacy" in form.casefold()
    assert 'name="privacy"' in form
