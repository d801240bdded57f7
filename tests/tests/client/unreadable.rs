//! Values that cannot be read as their type: the page is decoded, and the values are kept.

use impact_brand::actions::Action;
use impact_brand::json;

use crate::server::{Server, json as json_response};
use crate::{builder, client};

/// Members of an action whose values cannot be read: the name and the value.
const UNREADABLE: &[(&str, &str)] = &[
    ("EventDate", r#""n/a""#),
    ("EventDate", r#""0000-00-00T00:00:00Z""#),
    ("EventDate", r#""05: 18: 54-08: 00""#),
    ("EventDate", "1598846400"),
    ("Amount", r#""1,065.00""#),
    ("Amount", r#""N/A""#),
    ("Amount", "0.12345678901234567890123456789"),
    ("Payout", r#"["1"]"#),
    ("Payout", "true"),
    ("CampaignName", r#""a\ud83d""#),
    ("CampaignName", r#"{"x":1}"#),
    ("Oid", r#"{"Value":1}"#),
    ("State", r#"[["PENDING"]]"#),
];

/// Returns `true` if the field for this member is empty.
fn is_none(action: &Action, name: &str) -> bool {
    match name {
        "EventDate" => action.event_date.is_none(),
        "Amount" => action.amount.is_none(),
        "Payout" => action.payout.is_none(),
        "CampaignName" => action.campaign_name.is_none(),
        "Oid" => action.oid.is_none(),
        "State" => action.state.is_none(),
        other => panic!("unexpected member `{other}`"),
    }
}

#[tokio::test]
async fn a_list_continues_after_an_unreadable_value() {
    for (name, value) in UNREADABLE {
        let next = r#""@nextpageuri":"/Advertisers/IRAccountSid/Actions?Page=2""#;
        let items = format!(r#"{{"Id":"1"}},{{"Id":"2","{name}":{value}}},{{"Id":"3"}}"#);
        let first = format!(r#"{{{next},"Actions":[{items}]}}"#);
        let last = r#"{"Actions":[{"Id":"4"}]}"#;
        let server = Server::new([json_response(200, &first), json_response(200, last)]);
        let mut actions = client(&server.url).actions().list("1").items();
        let mut ids = Vec::new();
        while let Some(action) = actions.next().await {
            let action = action.unwrap_or_else(|error| panic!("{name}: {value}: {error}"));
            let id = action.id.as_ref().expect("an id").to_string();
            if id == "2" {
                assert!(is_none(&action, name), "{name}: {value}");
                assert_eq!(action.extra.get(name).expect("kept").as_json(), *value);
                assert_eq!(json::encode(&action), format!(r#"{{"Id":"2","{name}":{value}}}"#));
            } else {
                assert!(action.extra.is_empty());
            }
            ids.push(id);
        }
        assert_eq!(ids, ["1", "2", "3", "4"], "{name}: {value}");
    }
}

#[tokio::test]
async fn an_unreadable_value_is_an_error_with_its_path_in_strict_mode() {
    for (name, value) in UNREADABLE {
        let page = format!(r#"{{"Actions":[{{"Id":"1"}},{{"Id":"2","{name}":{value}}}]}}"#);
        let server = Server::new([json_response(200, &page)]);
        let client = builder(&server.url).strict_decoding(true).build().expect("a client");
        let mut actions = client.actions().list("1").items();
        let error = actions.next().await.expect("an item").expect_err("strict mode");
        assert!(error.is_decode(), "{name}: {value}: {error}");
        assert_eq!(error.json_path(), Some(format!("$.Actions[1].{name}").as_str()), "{value}");
        assert!(error.position().is_some() && actions.next().await.is_none());
    }
}

#[tokio::test]
async fn an_item_that_is_not_an_object_is_kept_with_the_page() {
    let page = r#"{"Actions":[{"Id":"1"},"n/a",{"Id":"2"},[1.50]]}"#;
    let server = Server::new([json_response(200, page), json_response(200, page)]);
    let list = client(&server.url).actions().list("1");
    let page = list.clone().await.expect("a page");
    let ids: Vec<_> = page.items.iter().flat_map(|it| &it.id).map(|id| id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(page.extra.get("Actions").expect("kept").as_json(), r#"["n/a",[1.50]]"#);
    let error = list.strict_decoding(true).await.expect_err("strict mode");
    assert_eq!(error.json_path(), Some("$.Actions[1]"));
}

#[tokio::test]
async fn a_large_page_with_unreadable_values_is_decoded_without_loss() {
    let item = |index: usize| match index % 100 {
        99 => {
            let (name, value) = UNREADABLE[index / 100 % UNREADABLE.len()];
            format!(r#"{{"Id":"1000.4636.{index}","{name}":{value}}}"#)
        }
        _ => format!(r#"{{"Id":"1000.4636.{index}","Payout":{index}.10,"New":[{index}.50]}}"#),
    };
    let items: Vec<String> = (0..20_000).map(item).collect();
    let page = format!(r#"{{"@page":"1","Actions":[{}]}}"#, items.join(","));
    let server = Server::new([json_response(200, &page), json_response(200, &page)]);
    let list = client(&server.url).actions().list("1");

    let decoded = list.clone().await.expect("a page");
    assert_eq!(decoded.items.len(), items.len());
    for (action, item) in decoded.items.iter().zip(&items) {
        assert_eq!(json::encode(action), *item);
    }
    let unreadable = |action: &&Action| action.extra.get("New").is_none();
    assert_eq!(decoded.items.iter().filter(unreadable).count(), 200);

    let error = list.strict_decoding(true).await.expect_err("strict mode");
    assert_eq!(error.json_path(), Some("$.Actions[99].EventDate"));
}

#[tokio::test]
async fn lists_in_an_object_of_one_member_are_lists() {
    let contract = r#"{"Id":"S-1","TemplateTerms":{"EventPayouts":{"EventPayout":[
        {"EventTypeId":"1","DefaultPayout":"5.00"},{"EventTypeId":"2","DefaultPayout":"6.00"}]}}}"#;
    let actions = r#"{"Actions":{"Action":[{"Id":"1"},{"Id":"2"}]}}"#;
    let single = r#"{"Actions":{"Action":{"Id":"1","Payout":"5.00"}}}"#;
    let contacts = r#"{"Contacts":[{"Id":"9","Labels":{"Label":["a","b"]}}]}"#;
    let responses = [contract, actions, single, contacts];
    let server = Server::new(responses.map(|body| json_response(200, body)));
    let client = builder(&server.url).strict_decoding(true).build().expect("a client");

    let contract = client.contracts().get("1", "S-1").await.expect("a contract");
    let payouts = contract.template_terms.expect("terms").event_payouts;
    let amounts: Vec<_> = payouts.iter().flat_map(|it| it.default_payout).collect();
    assert_eq!(amounts.iter().map(ToString::to_string).collect::<Vec<_>>(), ["5.00", "6.00"]);
    let ids: Vec<_> =
        payouts.iter().flat_map(|it| &it.event_type_id).map(|id| id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    assert!(payouts.iter().all(|it| it.extra.is_empty()));

    let page = client.actions().list("1").await.expect("a page");
    let ids: Vec<_> = page.items.iter().flat_map(|it| &it.id).map(|id| id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    assert!(page.extra.is_empty() && page.items.iter().all(|action| action.extra.is_empty()));
    let page = client.actions().list("1").await.expect("a page");
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].payout.expect("a payout").to_string(), "5.00");

    let page = client.contacts().list("1").await.expect("a page");
    assert_eq!(page.items[0].labels, ["a", "b"]);
}

#[tokio::test]
async fn amounts_are_exact_through_serde() {
    let body = r#"{"Id":"1","Amount":"65.10","Payout":"1234567890123456.12345678"}"#;
    let server = Server::new([json_response(200, body)]);
    let action = client(&server.url).actions().get("1").await.expect("an action");
    let encoded = json::encode(&action);
    assert_eq!(encoded, r#"{"Id":"1","Payout":1234567890123456.12345678,"Amount":65.10}"#);
    assert_eq!(json::decode::<Action>(encoded.as_bytes()).expect("an action"), action);

    // what serde serializes, it deserializes without loss
    let through_serde = serde_json::to_string(&action).expect("JSON");
    let decoded: Action = serde_json::from_str(&through_serde).expect("an action");
    assert_eq!(decoded, action);
    assert_eq!(json::decode::<Action>(through_serde.as_bytes()).expect("an action"), action);
    // the numbers of JSON text are read from their text
    assert_eq!(serde_json::from_str::<Action>(&encoded).expect("an action"), action);
}
