"""Every field of every model, sorted by whether it may tell who somebody is.

``IDENTIFYING``: who a person is, what they said, or what was said of them. For patients
such a field is sealed or a keyed digest; only staff are named in the open.
``PLAIN``: codes, times, counts, keys, digests under a patient's key, and what the
clinic says of itself.
"""


def _split(lists: dict[str, str]) -> dict[str, set[str]]:
    return {model: set(fields.split()) for model, fields in lists.items()}


IDENTIFYING = _split(
    {
        "accounts.User": "login name email mobile password",
        "accounts.SignInCode": (
            "address_index sealed_address code_digest session_digest browser_digest"
        ),
        "accounts.PasswordTry": "login_index browser_digest",
        "accounts.Factor": "sealed credential_digest",
        "accounts.RecoveryCode": "sealed",
        "accounts.LinkRequest": "name_index",
        "accounts.OneTimeLink": "token_digest",
        "findings.Attachment": "sealed sealed_about",
        "findings.Ending": "sealed_reply",
        "findings.FindingWork": "sealed",
        "feedback.Remark": "sealed",
        "findings.Inquiry": "token_digest sealed",
        "coordination.Contact": "sealed",
        "coordination.HandOver": "sealed sealed_reply",
        "coordination.Note": "sealed",
        "coordination.Task": "sealed",
        "decisions.Appeal": "sealed",
        "decisions.AppealAnswer": "sealed",
        "decisions.Condition": "sealed",
        "decisions.ConditionStep": "sealed_note",
        "decisions.Letter": "sealed",
        "decisions.Opinion": "sealed",
        "decisions.SecondReading": "sealed",
        "learning.Step": "sealed",
        "messaging.Outbox": "sealed",
        "patients.Patient": (
            "wrapped_key sealed_email email_index phone_index surname_birth_index"
        ),
        "patients.Acceptance": "sealed_name",
        "patients.EmergencyAccess": "sealed",
        "patients.EmergencyReview": "sealed",
        "patients.IdentityRecord": "sealed",
        "patients.Readdressing": "sealed",
        "patients.Sameness": "sealed",
        "payers.Sheet": "sealed",
        "payers.Signature": "sealed_pdf",
        "questionnaires.Attestation": "sealed_name",
        "questionnaires.InformationRequest": "sealed_reason",
        "questionnaires.SavedPage": "sealed",
        "questionnaires.ScoreRecord": "sealed",
        "questionnaires.Typed": "sealed",
        "questions.Question": "sealed",
        "questions.Ending": "sealed",
        "reruns.Turn": "sealed",
        "review.Decision": "sealed_rationale sealed_message",
        "review.Evaluation": "sealed",
        "review.Observation": "sealed",
        "review.SourceCheck": "sealed",
        "rights.Hold": "sealed_reason",
        "rights.RequestEnd": "sealed_reason",
        "safety.Alert": "sealed_answers",
        "safety.AlertEvent": "sealed_causes sealed_note",
        "safety.SafetyPlan": "sealed",
    }
)
PLAIN = _split(
    {
        "accounts.LinkRequest": "id language at",
        "accounts.OneTimeLink": "id user created_at expires_at used_at",
        "accounts.BrowserSession": "digest session_data expire_date account",
        "accounts.Factor": ("id user kind device last_step uses created_at used_at"),
        "accounts.FactorTry": "id user at",
        "accounts.RecoveryCode": "id user created_at used_at",
        "accounts.PasswordTry": "id at",
        "accounts.SignInCode": "id index_mark is_link created_at expires_at",
        "accounts.SignInTry": "id code at succeeded",
        "accounts.User": (
            "id last_login is_superuser is_patient roles is_active created_at groups "
            "user_permissions sites emergency_patient emergency_until"
        ),
        "audit.Event": (
            "number at action outcome actor_id actor_role subject_type subject_id "
            "patient_id detail digest"
        ),
        "audit.Acknowledgement": "id number flaw mark why actor_id actor_role at",
        "audit.Verification": "id at number digest flaw broken mark is_done from_start",
        "coordination.Contact": (
            "id case key by at channel result happened_at next_try_on"
        ),
        "coordination.HandOver": "id case key by at to answer answered_at seen_at",
        "coordination.Mention": "id note person seen_at",
        "coordination.Note": "id case key by at corrects",
        "coordination.Tag": "id name color is_active",
        "coordination.Task": (
            "id case key by at for_person for_role due_on outcome ended_at ended_by"
        ),
        "education.ArticlePage": (
            "page_ptr article_code topic summary key_points body unknowns "
            "questions related claims more_sources evidence_on written_by risk "
            "reviewer_name reviewer_role reviewer_interests author_interests "
            "reviewed_on review_due_on change_kind "
            "change_note"
        ),
        "education.Claim": (
            "id code subject plain heard verdict evidence sources retired changed_on "
            "changed_at change_note shipped_digest latest_revision"
        ),
        "education.ClinicalSignOff": "task_ptr",
        "education.Edition": "id article number digest kind what revision_id at",
        "education.LearnIndexPage": "page_ptr intro",
        "education.OutsideLink": "id url kind status leads_to why at",
        "education.Passage": "id article language anchor heading text vector words",
        "education.ReviewNotice": "id code due_on at",
        "education.ReasonsSignOff": (
            "id version digest by name role interests reviewed_on due_on at"
        ),
        "education.SignOff": (
            "id article digest risk by name role interests reviewed_on due_on at"
        ),
        "education.Source": (
            "id code citation link basis checked checked_on checked_by "
            "shipped_digest latest_revision"
        ),
        "education.Video": "id title file captions poster media_type",
        "education.Translation": "id code language status words by name at",
        "education.ShippedArticle": "id article_code language digest revision",
        "findings.Ending": "id inquiry attachment withdrawn_by at",
        "findings.Inquiry": "id case expires_at by at",
        "findings.InquiryTry": "id inquiry at",
        "findings.Attachment": "id case number media size by at",
        "findings.FindingWork": (
            "id case grounds kind decision attachment reply takes_back by at"
        ),
        "feedback.Total": "id article_code language version answer on count",
        "feedback.Remark": "id article_code language version on",
        "decisions.Appeal": "id case decision kind by at",
        "decisions.AppealAnswer": "id appeal outcome by at",
        "decisions.Condition": "id decision number",
        "decisions.ConditionStep": "id condition kind by at",
        "decisions.Letter": "id decision language return_on",
        "decisions.Opinion": "id reading kind by at",
        "decisions.ReadingEnd": "id reading kind decision by at",
        "decisions.SecondReaderPolicy": "id tiers outcomes overrides",
        "decisions.SecondReading": "id case revision why by at",
        "learning.Step": "id patient kind at",
        "messaging.Outbox": (
            "id channel template state tries next_try_at created_at sent_at last_error"
        ),
        "messaging.WorkerBeat": "id at failing",
        "patients.Acceptance": "id patient notice at mode taken_by digest",
        "patients.ConsentWithdrawal": "id acceptance by at",
        "patients.BirthDateTry": "id patient at",
        "patients.EmergencyAccess": "id patient by at until",
        "patients.EmergencyEnd": "id access at",
        "patients.EmergencyReview": "id access was_right by at",
        "patients.IdentityRecord": "id patient by at",
        "patients.Patient": (
            "id user site identity email_unproved_since is_practice erased_at "
            "created_at index_mark"
        ),
        "patients.Readdressing": "id patient how opens_at by at",
        "patients.ReaddressingEnd": "id readdressing kind by at",
        "patients.Sameness": "id first second says kept by at",
        "patients.KeyProof": "id mark proof at",
        "patients.PrivacyNotice": "id number language text published_at",
        "reruns.Rerun": "id kind version by at",
        "reruns.Turn": (
            "id rerun case state is_changed is_stricter before after problem at"
        ),
        "reminders.Step": "id case response question kind at",
        "rights.Erasure": "id patient why by at",
        "rights.ErasureRequest": "id patient due_on by at",
        "rights.RequestEnd": "id request kind by at",
        "rights.Hold": "id patient until by at",
        "rights.HoldEnd": "id hold by at",
        "rights.Notice": "id patient until at",
        "rights.RetentionPolicy": (
            "id draft_days withdrawn_days declined_days accepted_days alert_days "
            "message_days code_days waiting"
        ),
        "rights.RetentionRun": "id on erased cleared is_last at",
        "questions.Question": "id case by at",
        "questions.Ending": "id question kind by at",
        "payers.Sheet": "id case number digest made_by made_at replaces",
        "payers.Signature": "id sheet by at",
        "tables.Statement": "id table row digest verdict source note by at",
        "practice.CrisisRecord": (
            "id country line_number line_text_number chat_url emergency_number words "
            "words_confirmed confirmed_at"
        ),
        "practice.Location": "id name address phone is_open",
        "practice.Organisation": (
            "id name discreet_name phone hours time_zone routes_offered "
            "answer_within_days remind_after_days screen_minutes emergency_minutes "
            "asq_strict leave_address accent prices prices_on drip_rule drip_rule_on "
            "own_answers own_answers_on"
        ),
        "questionnaires.Attestation": "id response mode words language digest by at",
        "questionnaires.InformationRequest": "id response kind by at",
        "questionnaires.Proposal": "id data by at",
        "questionnaires.Questionnaire": "id code active_version",
        "questionnaires.Response": (
            "id patient version state language started_at saved_at completed_at "
            "base asked screen_due_at"
        ),
        "questionnaires.SavedPage": (
            "id response page row number accepted removed language mode read_out "
            "asked_again by at"
        ),
        "questionnaires.ScoreRecord": (
            "id response instrument wording_digest language mode entered_by at"
        ),
        "questionnaires.Version": (
            "id questionnaire number data digest safety_items asks_cases published_at "
            "published_by"
        ),
        "questionnaires.Typed": "id response page row revision at due_at",
        "review.Call": "id case template due_at done_at done_by",
        "review.Case": (
            "id reference patient response stage tier safety urgency received_at "
            "promised_on assignee replied_at tags"
        ),
        "review.SavedView": "id by name query",
        "review.Decision": "id case evaluation decided_by decided_at replaces",
        "review.Evaluation": "id case protocol on input_digest tier safety at",
        "review.Observation": "id case fact by at",
        "review.Protocol": "id code active_version",
        "review.ProtocolVersion": (
            "id protocol number data digest published_at published_by"
        ),
        "review.RouteOutcome": "id decision route outcome",
        "review.SourceCheck": "id case history row source takes_back by at",
        "safety.Alert": (
            "id patient level present_level medical opened_at assigned_to due_at "
            "escalate_at escalations acknowledged_at acknowledged_by contacted_at "
            "closed_at closed_by outcome"
        ),
        "safety.SafetyPlan": "id patient number by at",
        "safety.AlertEvent": (
            "id alert kind level source_id person channel result happened_at by at"
        ),
        "safety.ChainStep": "id place person",
        "safety.RotaStand": "id person site starts_at ends_at",
        "safety.RotaTurn": "id person site weekday starts ends",
        "safety.SafetyPolicy": (
            "id clocks week holidays out_of_hours words_confirmed by_rota"
        ),
        "safety.Told": "id alert reason person message text_message at",
    }
)
