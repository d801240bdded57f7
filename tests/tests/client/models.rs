//! The spellings of values on the wire, on the most used models.

use impact_brand::actions::{Action, ActionItem, ActionState};
use impact_brand::catalogs::{CatalogItem, CatalogItemMultipack};
use impact_brand::clicks::Click;
use impact_brand::contracts::{Contract, ContractStatus};
use impact_brand::jobs::{Job, JobStatus};
use impact_brand::json::{self, DecodeReport, FromJson, ToJson};
use impact_brand::programs::Program;
use impact_brand::submissions::{ApiSubmission, SubmissionErrorType, SubmissionStatus};
use impact_brand::wire::Decimal;

/// Decodes a model with only this member.
fn decode<T: FromJson>(name: &str, value: &str) -> (T, DecodeReport) {
    let document = format!("{{{name:?}:{value}}}");
    json::decode_with_report(document.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns a model with only this member, which must be declared and readable, also in strict mode.
fn with<T: FromJson>(name: &str, value: &str) -> T {
    let (model, report) = decode(name, value);
    assert!(report.unknown_members.is_empty(), "{name} is not declared");
    assert!(report.unreadable.is_empty(), "{name} cannot be read from {value}");
    let strict = json::decode_strict::<T>(format!("{{{name:?}:{value}}}").as_bytes());
    assert!(strict.is_ok(), "{name} cannot be read from {value} in strict mode");
    model
}

/// Checks that a member cannot be read from this value and is kept as it is. Returns the error in strict mode.
fn unreadable<T: FromJson + ToJson>(name: &str, value: &str) -> String {
    let document = format!("{{{name:?}:{value}}}");
    let (model, report) = decode::<T>(name, value);
    assert_eq!(json::encode(&model), document);
    assert_eq!(report.unreadable.len(), 1, "{name} is read from {value}");
    let error = match json::decode_strict::<T>(document.as_bytes()) {
        Ok(_) => panic!("{name} is read from {value} in strict mode"),
        Err(error) => error.to_string(),
    };
    let unreadable = &report.unreadable[0];
    let expected = format!("{}: expected {}, found ", unreadable.path, unreadable.expected);
    assert!(error.starts_with(&expected), "{error}: {expected}");
    error
}

/// Returns how the report describes the conversion of the value.
fn coercions<T: FromJson>(name: &str, value: &str) -> Vec<&'static str> {
    decode::<T>(name, value).1.coercions.iter().map(|coercion| coercion.what).collect()
}

fn decimal(text: &str) -> Option<Decimal> {
    Some(text.parse().expect("a decimal"))
}

/// The spellings of an absent value.
const ABSENT: [&str; 6] = ["null", "\"\"", "\" \"", "[]", "{}", "[ ]"];

#[test]
fn amounts_are_exact_as_strings_and_as_numbers() {
    for (value, amount) in [
        ("\"65.00\"", "65.00"),
        ("65.00", "65.00"),
        ("\"-0.10\"", "-0.10"),
        ("1e2", "100"),
        ("\"0.1234567890123456789012345678\"", "0.1234567890123456789012345678"),
        ("0.30000000000000004", "0.30000000000000004"),
    ] {
        let action: Action = with("Payout", value);
        assert_eq!(action.payout, decimal(amount), "{value}");
        assert_eq!(json::encode(&action), format!("{{\"Payout\":{amount}}}"));
    }
    // a value that has too many digits is not rounded
    for value in ["\"n/a\"", "\"12,50\"", "0.12345678901234567890123456789", "true", "[1]"] {
        let error = unreadable::<Action>("Payout", value);
        assert!(error.starts_with("$.Payout: expected a decimal number"), "{error}");
    }
}

#[test]
fn an_action_without_values_is_empty() {
    for name in ["Id", "State", "Payout", "ClearedDate", "IpAddress", "AdId", "Note"] {
        for value in ABSENT {
            // a string of whitespace is a string
            let is_string = matches!(name, "Id" | "State" | "IpAddress" | "AdId" | "Note");
            if !(is_string && value == "\" \"") {
                assert_eq!(with::<Action>(name, value), Action::default(), "{name}: {value}");
            }
        }
    }
    assert_eq!(coercions::<Action>("ClearedDate", "\"\""), ["read as absent"]);
    assert_eq!(coercions::<Action>("Amount", "[]"), ["read as absent"]);
    assert!(coercions::<Action>("Amount", "null").is_empty());
    assert_eq!(with::<Action>("Note", "\" \"").note.as_deref(), Some(" "));
    assert_eq!(with::<Action>("CustomerArea", "\"n/a\"").customer_area.as_deref(), Some("n/a"));
}

#[test]
fn ids_keep_leading_zeros_and_all_digits() {
    for (value, id) in [
        ("\"000921737\"", "000921737"),
        ("921737", "921737"),
        ("\"1000.4636.158133\"", "1000.4636.158133"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ] {
        let action: Action = with("Oid", value);
        assert_eq!(action.oid.expect("an id").as_str(), id);
    }
    assert_eq!(coercions::<Action>("Oid", "921737"), ["kept as a string"]);
    let terms = r#"{"VersionId":"000006","TemplateId":7}"#;
    let terms = with::<Contract>("TemplateTerms", terms).template_terms.expect("terms");
    assert_eq!(terms.version_id.expect("a version").as_str(), "000006");
    assert_eq!(terms.template_id.expect("a template").as_str(), "7");
}

#[test]
fn dates_keep_their_spelling() {
    for value in [
        "2020-09-10T09:45:07-07:00",
        "2021-08-31T04:00:00.000+0000",
        "2021-08-31T04:00:00.250-0730",
        "2021-08-31T04:00:00Z",
        "2021-08-31 04:00:00+02:00",
        "2021-08-31T04:00:00",
        "2022-03-02T05: 18: 54-08: 00",
    ] {
        let action: Action = with("EventDate", &format!("{value:?}"));
        assert_eq!(json::encode(&action), format!("{{\"EventDate\":{value:?}}}"));
    }
    assert_eq!(coercions::<Action>("EventDate", "\"2021-08-31T04:00:00\""), ["assumed UTC"]);
    for value in ["\"n/a\"", "\"NOW\"", "1598846400", "\"05: 18: 54-08: 00\"", "\"2021-13-01\""] {
        let error = unreadable::<Action>("EventDate", value);
        assert!(error.starts_with("$.EventDate: expected a date"), "{error}");
    }
}

#[test]
fn unknown_values_and_members_are_kept_and_reported() {
    let (action, report) = decode::<Action>("State", "\"ON_HOLD\"");
    let state = action.state.clone().expect("a state");
    assert!(!state.is_known() && state.as_str() == "ON_HOLD");
    assert_eq!(report.unknown_values, ["$.State"]);
    assert_eq!(json::encode(&action), r#"{"State":"ON_HOLD"}"#);
    // values are case-sensitive
    assert!(!with::<Action>("State", "\"pending\"").state.expect("a state").is_known());
    assert_eq!(with::<Action>("State", "\"PENDING\"").state, Some(ActionState::Pending));

    let (action, report) = decode::<Action>("Margin", r#"{"Amount":1.50,"of":[null,""]}"#);
    assert_eq!(report.unknown_members, ["$.Margin"]);
    assert_eq!(
        action.extra.get("Margin").expect("kept").as_json(),
        r#"{"Amount":1.50,"of":[null,""]}"#
    );
    assert_eq!(json::encode(&action), r#"{"Margin":{"Amount":1.50,"of":[null,""]}}"#);
    // names are case-sensitive
    assert_eq!(decode::<Action>("payout", "1").1.unknown_members, ["$.payout"]);
}

#[test]
fn integers_have_many_spellings() {
    for (value, quantity) in [
        ("\"2\"", 2),
        ("2", 2),
        ("2.0", 2),
        ("\"2.00\"", 2),
        ("\"007\"", 7),
        ("5000000000", 5_000_000_000),
        ("\"-5000000000\"", -5_000_000_000),
    ] {
        assert_eq!(with::<ActionItem>("Quantity", value).quantity, Some(quantity), "{value}");
    }
    for value in ["2.5", "\"two\"", "99999999999999999999", "\"0x10\"", "\"1 000\""] {
        let error = unreadable::<ActionItem>("Quantity", value);
        assert!(error.starts_with("$.Quantity: expected an integer"), "{error}");
    }
    assert_eq!(with::<ActionItem>("SaleAmount", "\"19.27\"").sale_amount, decimal("19.27"));
}

#[test]
fn booleans_have_many_spellings() {
    for value in ["true", "\"true\"", "\"True\"", "\"YES\"", "\"yes\"", "\"1\"", "1"] {
        assert_eq!(with::<Job>("Replayable", value).replayable, Some(true), "{value}");
        let is_reported = !coercions::<Job>("Replayable", value).is_empty();
        assert_eq!(is_reported, value != "true", "{value}");
    }
    for value in ["false", "\"FALSE\"", "\"NO\"", "\"no\"", "\"0\"", "0"] {
        let program: Program = with("ListInMarketplace", value);
        assert_eq!(program.list_in_marketplace, Some(false), "{value}");
        assert_eq!(json::encode(&program), r#"{"ListInMarketplace":false}"#);
    }
    for value in ABSENT {
        assert_eq!(with::<Click>("UniqueClick", value).unique_click, None, "{value}");
    }
    for value in ["\"n/a\"", "2", "\"maybe\"", "\"2026-01-01\""] {
        let error = unreadable::<Job>("Replayable", value);
        assert!(error.starts_with("$.Replayable: expected true or false"), "{error}");
    }
    // an enum of such values keeps them
    let multipack = |value| with::<CatalogItem>("Multipack", value).multipack.expect("a value");
    assert_eq!(multipack("\"YES\""), CatalogItemMultipack::Yes);
    assert_eq!(multipack("\"1\"").as_str(), "1");
    assert_eq!(multipack("true").as_str(), "true");
}

#[test]
fn a_job_has_one_status() {
    let job: Job = json::decode(
        br#"{"Id":77,"Status":"ERROR","PercentageComplete":"50","RecordsProcessed":"250.0",
             "CompletedDate":"2026-01-15T22:55:32-08:00","FailedDate":"2026-01-15T22:55:32-08:00",
             "AbandonedDate":"","CancelledDate":[],"ProgramId":"00005"}"#,
    )
    .expect("a job");
    assert_eq!(job.status, Some(JobStatus::Error));
    assert_eq!(
        (job.percentage_complete, job.records_processed),
        (Some(Decimal::from(50)), Some(250))
    );
    assert!(job.completed_date.is_some() && job.failed_date.is_some());
    assert!(job.abandoned_date.is_none() && job.cancelled_date.is_none());
    assert_eq!(job.id.expect("an id").as_str(), "77");
    assert_eq!(job.program_id.expect("an id").as_str(), "00005");
}

#[test]
fn a_submission_keeps_its_values_and_secrets() {
    let status = |value| with::<ApiSubmission>("Status", value).status.expect("a status");
    assert_eq!(status("\"In Progress\""), SubmissionStatus::InProgress);
    assert_eq!(status("\"IN_PROGRESS\"").as_str(), "IN_PROGRESS");
    for value in ABSENT.into_iter().filter(|value| *value != "\" \"") {
        assert_eq!(with::<ApiSubmission>("ErrorType", value).error_type, None, "{value}");
    }
    let kind = with::<ApiSubmission>("ErrorType", "\"Contract Error\"").error_type;
    assert_eq!(kind, Some(SubmissionErrorType::ContractError));

    let submission: ApiSubmission = with("Payload", "\"CANARY\"");
    assert_eq!(submission.payload.as_ref().expect("a payload").reveal(), "CANARY");
    assert!(!format!("{submission:?}").contains("CANARY"));
    let json = r#"{"CANARY":"CANARY"}"#;
    assert!(!format!("{:?}", decode::<ApiSubmission>("Payload", json).0).contains("CANARY"));
    let error = unreadable::<ApiSubmission>("Payload", json);
    assert!(error.starts_with("$.Payload") && !error.contains("CANARY"), "{error}");
}

#[test]
fn lists_of_one_element_have_many_spellings() {
    let term = r#"{"Name":"Summer","EndDate":""}"#;
    for value in [term.to_owned(), format!("[{term}]"), format!("[null,{term},\"\"]")] {
        let contract: Contract = with("CampaignTerms", &value);
        assert_eq!(contract.campaign_terms.len(), 1, "{value}");
        assert_eq!(contract.campaign_terms[0].name.as_deref(), Some("Summer"));
        assert_eq!(contract.campaign_terms[0].end_date, None);
    }
    assert_eq!(
        coercions::<Contract>("CampaignTerms", r#"{"Name":"x"}"#),
        ["read as a list of one element"]
    );
    for value in ABSENT {
        assert!(with::<Contract>("CampaignTerms", value).campaign_terms.is_empty(), "{value}");
    }
    // an object may be in a list of one
    for value in [r#"{"Name":"Base"}"#, r#"[{"Name":"Base"}]"#] {
        let terms = with::<Contract>("TemplateTerms", value).template_terms.expect("terms");
        assert_eq!(terms.name.as_deref(), Some("Base"));
    }
    let error = unreadable::<Contract>("TemplateTerms", r#"[{"Name":"a"},{"Name":"b"}]"#);
    assert!(error.starts_with("$.TemplateTerms: expected an object"), "{error}");
    let status = with::<Contract>("Status", "\"UPCOMING\"").status;
    assert_eq!(status, Some(ContractStatus::Upcoming));
}

#[test]
fn an_error_has_the_path_of_the_innermost_value() {
    let value = r#"[{"Name":"x"},{"EventPayouts":[{"DefaultPayout":"much"}]}]"#;
    let error = unreadable::<Contract>("CampaignTerms", value);
    let path = "$.CampaignTerms[1].EventPayouts[0].DefaultPayout: ";
    assert!(error.starts_with(path), "{error}");
}

#[test]
fn a_catalog_item_has_lists_of_strings_and_dates() {
    for (value, colors) in [
        (r#"["red","blue"]"#, vec!["red", "blue"]),
        (r#""red""#, vec!["red"]),
        (r#"["red","",null]"#, vec!["red"]),
        ("[]", vec![]),
        ("\"\"", vec![]),
        ("null", vec![]),
        ("7", vec!["7"]),
    ] {
        assert_eq!(with::<CatalogItem>("Colors", value).colors, colors, "{value}");
    }
    for value in ["\"2026-03-01\"", "\"2026-03-01T23:59:59-08:00\"", "\"2026-03-01T00:00:00+0000\""]
    {
        let item: CatalogItem = with("EstimatedShipDate", value);
        assert_eq!(json::encode(&item), r#"{"EstimatedShipDate":"2026-03-01"}"#, "{value}");
    }
    for name in ["CurrentPrice", "Numeric1", "Inventory", "Adult", "EstimatedShipDate", "Colors"] {
        for value in ABSENT {
            assert_eq!(with::<CatalogItem>(name, value), CatalogItem::default(), "{name}: {value}");
        }
    }
    assert_eq!(with::<CatalogItem>("CurrentPrice", "\"50.00\"").current_price, decimal("50.00"));
}

#[test]
fn strings_such_as_null_are_strings() {
    for (name, value) in [("CustomerArea", "n/a"), ("Browser", "null"), ("ReferringDomain", "NA")] {
        let click: Click = with(name, &format!("{value:?}"));
        assert_eq!(json::encode(&click), format!("{{{name:?}:{value:?}}}"));
    }
    assert_eq!(with::<Click>("CpcBid", "\"0.0\"").cpc_bid, decimal("0.0"));
    assert_eq!(with::<Click>("CampaignId", "1000").campaign_id.expect("an id").as_str(), "1000");
    // a string of whitespace instead of an object
    assert_eq!(with::<Click>("BrandRelated", "\" \"").brand_related, None);
}

#[test]
fn nested_values_may_be_absent() {
    let program: Program = json::decode(
        br#"{"Rating":"3","ShippingRegions":"US","Categories":[],"Resources":"",
             "CompanyContacts":{"FirstName":"Ada","EmailAddress":"ada@cups.example.com"}}"#,
    )
    .expect("a program");
    assert_eq!(program.rating, Some(3));
    assert_eq!(program.shipping_regions, ["US"]);
    assert!(program.categories.is_none() && program.resources.is_none());
    assert_eq!(program.company_contacts.len(), 1);
    let shown = format!("{program:?}");
    assert!(!shown.contains("ada@cups"), "{shown}");
}
