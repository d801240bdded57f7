//! Validation of lengths, ranges of numbers and numbers of items, before anything is sent.

use runtime::record;
use runtime::runtime::api::Limit::{
    Each, ExclusiveMaximum, ExclusiveMinimum, Joined, MaxItems, MaxLength, Maximum, MinItems,
    MinLength, Minimum, MultipleOf,
};
use runtime::runtime::api::{Encoding, Limit, Method, NamedLimit, Operation};
use runtime::runtime::request::Request;
use runtime::wire::{Decimal, Extra, Json, Map, Numbered, Sensitive};

use crate::api::{BASE, notes};
use crate::notes::WriteResult;
use crate::server::{Server, json};

const LIMITS: &[NamedLimit] = &[
    ("Id", MaxLength(4)),
    ("Code", MinLength(2)),
    ("Code", MaxLength(3)),
    ("Count", Minimum("1")),
    ("Count", Maximum("9007199254740993")),
    ("Share", ExclusiveMinimum("0")),
    ("Share", ExclusiveMaximum("1")),
    ("Price", MultipleOf("0.01")),
    ("Tag", MinItems(2)),
    ("Tag", Each(&MaxLength(3))),
    ("Color", Joined(&MaxItems(2))),
    ("Color", Joined(&Each(&MaxLength(3)))),
    ("X-Reason", MaxLength(5)),
];

static READ: Operation =
    Operation { id: "read", path: "/Accounts/{AccountSID}/Read/{Id}", limits: LIMITS, ..BASE };

static FORM: Operation = Operation {
    id: "form",
    method: Method::Post,
    path: "/Accounts/{AccountSID}/Form",
    encoding: Encoding::Form,
    limits: &[("Title", MaxLength(1))],
    body_limits: &[("Title", MaxLength(5)), ("Text{n}", MaxLength(3)), ("Amount", Minimum("0.5"))],
    ..BASE
};

const JSON: Operation = Operation {
    id: "json",
    method: Method::Post,
    path: "/Accounts/{AccountSID}/Json",
    encoding: Encoding::Json,
    ..BASE
};

static RECORD: Operation = Operation { id: "record", ..JSON };

static LIST: Operation = Operation {
    id: "list",
    body_limits: &[("", MinItems(1)), ("", MaxItems(2)), ("", Each(&MaxLength(3)))],
    ..JSON
};

#[derive(Clone, Default)]
struct Line {
    sku: Option<String>,
    text: Numbered<String>,
    extra: Extra,
}
record!(Line { "Sku{i?}" => sku, "Text{i?}_{n}" => text } limits [
    "Sku{i?}" MaxLength(3),
    "Text{i?}_{n}" MaxLength(3),
]);

#[derive(Clone, Default)]
struct Order {
    code: Option<String>,
    secret: Option<Sensitive<String>>,
    amount: Option<Decimal>,
    tags: Vec<String>,
    prices: Map<Decimal>,
    text: Numbered<String>,
    gift: Option<Box<Order>>,
    lines: Vec<Line>,
    orders: Vec<Order>,
    extra: Extra,
}
record!(Order {
    "Code" => code,
    "Secret" => secret,
    "Amount" => amount,
    "Tags" => tags,
    "Prices" => prices,
    "Text{n}" => text,
    "Gift" => gift,
    "Lines" => lines,
    "Orders" => orders,
} numbered [
    "Text{n}" 1 to 3,
] limits [
    "Code" MaxLength(3),
    "Secret" MinLength(8),
    "Amount" Maximum("12.5"),
    "Tags" MaxItems(2),
    "Tags" Each(&Limit::MaxLength(3)),
    "Prices" Each(&Limit::Minimum("0")),
    "Text{n}" MaxLength(3),
]);

fn request(operation: &'static Operation) -> (Server, Request) {
    let server = Server::new([json(200, r#"{"Status":"OK"}"#)]);
    let request = notes(&server.url).request(operation);
    (server, request)
}

/// Sends a request, which succeeds.
async fn sent(operation: &'static Operation, set: impl FnOnce(Request) -> Request) {
    let (server, request) = request(operation);
    set(request).send::<WriteResult>().await.unwrap();
    server.only_request();
}

/// Returns the violations of a request that is not sent, unless validation is skipped.
async fn violations(
    operation: &'static Operation,
    set: impl FnOnce(Request) -> Request,
) -> Vec<String> {
    let (server, request) = request(operation);
    let request = set(request);
    let error = request.clone().send::<WriteResult>().await.unwrap_err();
    assert!(error.is_request() && !error.may_have_been_sent(), "{error}");
    assert!(server.received().is_empty(), "a request was sent: {:?}", server.received());
    request.without_validation().send::<WriteResult>().await.unwrap();
    server.only_request();
    let mut all: Vec<String> = error.message().unwrap().split("; ").map(str::to_owned).collect();
    assert_eq!(all.pop().unwrap(), "use `skip_validation()` to send the request anyway");
    all
}

/// Returns the violations of a query parameter.
async fn query(name: &'static str, value: &str) -> Vec<String> {
    violations(&READ, |request| request.path::<&str>("Id", "1").query::<&str>(name, value)).await
}

async fn sent_query(name: &'static str, value: &str) {
    sent(&READ, |request| request.path::<&str>("Id", "1").query::<&str>(name, value)).await;
}

#[tokio::test]
async fn lengths_are_counted_in_characters() {
    sent_query("Code", "äöü").await;
    sent_query("Code", "🦀🦀").await;
    assert_eq!(query("Code", "äöüß").await, ["`Code`: expected at most 3 characters, found 4"]);
    assert_eq!(query("Code", "🦀").await, ["`Code`: expected at least 2 characters, found 1"]);
    // an empty string counts as absent
    sent_query("Code", "").await;
}

#[tokio::test]
async fn numbers_are_compared_exactly() {
    sent_query("Count", "1").await;
    sent_query("Count", "9007199254740993").await;
    // the same number as a binary fraction
    assert_eq!(
        query("Count", "9007199254740993.1").await,
        ["`Count`: expected a number of at most 9007199254740993"]
    );
    assert_eq!(query("Count", "0.99").await, ["`Count`: expected a number of at least 1"]);
    assert_eq!(query("Count", "-7").await, ["`Count`: expected a number of at least 1"]);
    sent_query("Share", "0.0000000001").await;
    assert_eq!(query("Share", "0").await, ["`Share`: expected a number greater than 0"]);
    assert_eq!(query("Share", "1.0").await, ["`Share`: expected a number less than 1"]);
    sent_query("Price", "0.30").await;
    sent_query("Price", "-12").await;
    assert_eq!(query("Price", "0.301").await, ["`Price`: expected a multiple of 0.01"]);
}

#[tokio::test]
async fn values_of_another_kind_are_not_checked() {
    for text in ["many", "true", "NaN", "1e40", "123456789012345678901234567890"] {
        sent_query("Count", text).await;
    }
    let member = |name: &str, text: &str| (name.to_owned(), Json::parse(text).unwrap());
    for (name, value) in [
        member("Code", "12345"),
        member("Code", r#"["12345"]"#),
        member("Code", "null"),
        member("Amount", r#""a lot""#),
        member("Tags", r#""a,b,c""#),
    ] {
        sent(&RECORD, |request| request.record(&Order::default()).with_member(name, value)).await;
    }
    // of the same kind, in spite of the other type
    for (name, value) in [member("Code", r#""abcd""#), member("Amount", r#""12.51""#)] {
        let set = |request: Request| request.record(&Order::default()).with_member(name, value);
        assert_eq!(violations(&RECORD, set).await.len(), 1);
    }
}

#[tokio::test]
async fn all_parameters_are_checked() {
    let set = |request: Request| {
        let request = request.path::<&str>("Id", "12345").query::<i64>("Count", 0);
        request.header::<&str>("X-Reason", "curious").query::<&str>("Other", "12345678")
    };
    assert_eq!(
        violations(&READ, set).await,
        [
            "`Id`: expected at most 4 characters, found 5",
            "`Count`: expected a number of at least 1",
            "`X-Reason`: expected at most 5 characters, found 7",
        ]
    );
    let header =
        |request: Request| request.path::<&str>("Id", "1").with_header("x-reason", "xxxxxx");
    assert_eq!(
        violations(&READ, header).await,
        ["`X-Reason`: expected at most 5 characters, found 6"]
    );
}

#[tokio::test]
async fn lists_in_the_query_are_checked() {
    let tags = |tags: &'static [&'static str]| {
        move |request: Request| {
            request.path::<&str>("Id", "1").query_each::<&str>("Tag", tags.iter().copied())
        }
    };
    sent(&READ, tags(&["a", "b", "c"])).await;
    sent(&READ, tags(&[])).await;
    assert_eq!(
        violations(&READ, tags(&["long"])).await,
        [
            "`Tag`: expected at least 2 items, found 1",
            "element 1 of `Tag`: expected at most 3 characters, found 4",
        ]
    );
    // a comma in a repeated parameter separates nothing
    assert_eq!(
        violations(&READ, tags(&["a,b"])).await,
        ["`Tag`: expected at least 2 items, found 1"]
    );
    let colors = |colors: &'static [&'static str]| {
        move |request: Request| {
            request.path::<&str>("Id", "1").query_joined::<&str>("Color", colors.iter().copied())
        }
    };
    sent(&READ, colors(&["red", "tan"])).await;
    sent(&READ, colors(&[])).await;
    assert_eq!(
        violations(&READ, colors(&["red", "tan", "blue"])).await,
        [
            "`Color`: expected at most 2 items, found 3",
            "element 3 of `Color`: expected at most 3 characters, found 4",
        ]
    );
}

#[tokio::test]
async fn members_of_a_form_are_checked_by_their_own_limits() {
    sent(&FORM, |request| request.member::<&str>("Title", "").member::<&str>("Text2", "abc")).await;
    sent(&FORM, |request| request.member::<&str>("Title", "title")).await;
    let set = |request: Request| {
        let request = request.member::<&str>("Title", "titles");
        let request = request.member_numbered::<&str>("Text{n}", 2, 1..=3, "abcd");
        request.member::<Decimal>("Amount", Decimal::new(49, 2)).query::<&str>("Title", "xx")
    };
    assert_eq!(
        violations(&FORM, set).await,
        [
            "`Title`: expected at most 1 character, found 2",
            "`Title`: expected at most 5 characters, found 6",
            "`Text2`: expected at most 3 characters, found 4",
            "`Amount`: expected a number of at least 0.5",
        ]
    );
}

#[tokio::test]
async fn members_of_structs_are_checked_where_they_are() {
    let text = |n: u32| [(n, "abcd".to_owned())].into_iter().collect::<Numbered<String>>();
    let line = |sku: &str| Line { sku: Some(sku.to_owned()), ..Line::default() };
    let gift = Order { secret: Some("s".to_owned().into()), ..Order::default() };
    let nested = Order { amount: Some(Decimal::new(12501, 3)), ..Order::default() };
    let order = Order {
        code: Some("abcd".to_owned()),
        tags: ["a", "long", "c"].map(str::to_owned).into(),
        prices: [("EUR".to_owned(), Decimal::new(-1, 2))].into_iter().collect(),
        text: text(3),
        gift: Some(Box::new(gift)),
        lines: vec![line("1234"), Line { text: text(7), ..line("12345") }],
        orders: vec![Order { code: Some("abc".to_owned()), ..nested }],
        ..Order::default()
    };
    assert_eq!(
        violations(&RECORD, |request| request.record(&order)).await,
        [
            "`Code`: expected at most 3 characters, found 4",
            "`Tags`: expected at most 2 items, found 3",
            "element 2 of `Tags`: expected at most 3 characters, found 4",
            "`EUR` in `Prices`: expected a number of at least 0",
            "`Text3`: expected at most 3 characters, found 4",
            "in `Gift`: `Secret`: expected at least 8 characters, found 1",
            "element 1 of `Lines`: `Sku`: expected at most 3 characters, found 4",
            "element 2 of `Lines`: `Sku2`: expected at most 3 characters, found 5",
            "element 2 of `Lines`: `Text2_7`: expected at most 3 characters, found 4",
            "element 1 of `Orders`: `Amount`: expected a number of at most 12.5",
        ]
    );
    sent(&RECORD, |request| {
        request.record(&Order { code: Some(String::new()), ..Order::default() })
    })
    .await;
}

#[tokio::test]
async fn a_list_in_place_of_the_body_is_checked() {
    let list = |items: &'static [&'static str]| {
        move |request: Request| request.list(items.iter().map(|item| (*item).to_owned()))
    };
    sent(&LIST, list(&["a", "bcd"])).await;
    assert_eq!(violations(&LIST, list(&[])).await, ["`body`: expected at least 1 item, found 0"]);
    assert_eq!(
        violations(&LIST, list(&["a", "bcde", "f"])).await,
        [
            "`body`: expected at most 2 items, found 3",
            "element 2 of `body`: expected at most 3 characters, found 4",
        ]
    );
}

#[tokio::test]
async fn limits_and_missing_members_are_in_one_message() {
    static BOTH: Operation = Operation {
        id: "both",
        required: &["Text"],
        body_limits: &[("Title", MaxLength(5))],
        ..JSON
    };
    assert_eq!(
        violations(&BOTH, |request| request.member::<&str>("Title", "titles")).await,
        ["`Text` is required", "`Title`: expected at most 5 characters, found 6"]
    );
    for blank in ["", "  ", "\r\n"] {
        let text = violations(&BOTH, |request| request.member::<&str>("Text", blank)).await;
        assert_eq!(text, ["`Text` is required"], "{blank:?}");
        let query = violations(&BOTH, |request| request.query::<&str>("Text", blank)).await;
        assert_eq!(query, ["`Text` is required"], "{blank:?}");
    }
}
