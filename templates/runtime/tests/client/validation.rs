//! What a request must hold beyond its required members: refused before anything is sent.

use runtime::record;
use runtime::runtime::description::{
    Constraint, ConstraintSpec as Rule, Encoding, Method, Operation,
};
use runtime::runtime::wire::{Decimal, Json, Numbered, Upload};
use runtime::runtime::{Call, Error, Extra, Request};

use crate::api::{BASE, COUNT, Note, Written, notes};
use crate::server::{Server, json};

const RULE: Rule =
    Rule { each: None, demand: Constraint::AllOf(&[]), when: &[], when_any: &[], words: "…" };

static ORDER: Operation = Operation {
    id: "order",
    method: Method::Post,
    path: "/Accounts/{AccountSID}/Orders",
    encoding: Encoding::FormOrMultipart,
    rules: &[
        Rule {
            demand: Constraint::AnyOf(&[&["Code"], &["Number", "Year"], &["Scan"]]),
            words: "one of `Code`, `Number` with `Year` or `Scan` is needed",
            ..RULE
        },
        Rule {
            demand: Constraint::AllOf(&["Buy", "Get"]),
            when: &[("Kind", &["PAIR", "TRIO"])],
            words: "`Buy` and `Get` are needed when `Kind` is `PAIR` or `TRIO`",
            ..RULE
        },
        Rule {
            demand: Constraint::AllOf(&["Currency"]),
            when_any: &["Amount", "Price{i}", "Money{n}", "Fee{i}_{n}"],
            words: "`Currency` is needed when any amount is given",
            ..RULE
        },
        Rule {
            demand: Constraint::AtMostOne(&["Left", "Middle", "Right"]),
            words: "only one of `Left`, `Middle` and `Right` can be given",
            ..RULE
        },
        Rule {
            demand: Constraint::OnlyIf(&["Product"]),
            when: &[("Scope", &["ONE"])],
            words: "`Product` can be given only when `Scope` is `ONE`",
            ..RULE
        },
        Rule {
            each: Some("Items"),
            demand: Constraint::AtMostOne(&["Price{i}", "Total{i}"]),
            words: "`Price{i}` and `Total{i}` cannot be given together",
            ..RULE
        },
        Rule {
            demand: Constraint::AtMostOne(&["Total", "Total{i}"]),
            words: "`Total` and `Total{i}` cannot be given together",
            ..RULE
        },
    ],
    ..BASE
};

static LIST: Operation = Operation {
    id: "list",
    method: Method::Post,
    path: "/Accounts/{AccountSID}/List",
    encoding: Encoding::Json,
    rules: &[Rule { demand: Constraint::AllOf(&["Id"]), words: "`Id` is needed", ..RULE }],
    ..BASE
};

static NESTED: Operation = Operation {
    id: "nested",
    method: Method::Encode,
    path: "/Accounts/{AccountSID}/Nested",
    encoding: Encoding::Json,
    rules: &[Rule {
        demand: Constraint::AnyOf(&[&["Text"], &["Tags"]]),
        words: "`Text` or `Tags` is needed",
        ..RULE
    }],
    ..BASE
};

#[derive(Clone, Default)]
struct Item {
    name: Option<String>,
    price: Option<Decimal>,
    total: Option<Decimal>,
    fee: Numbered<Decimal>,
    extra: Extra,
}
record!(Item { "Name{i}" => name, "Price{i}" => price, "Total{i}" => total, "Fee{i}_{n}" => fee });

#[derive(Clone, Default)]
struct Order {
    code: Option<String>,
    money: Numbered<Decimal>,
    items: Vec<Item>,
    extra: Extra,
}
record!(Order { "Code" => code, "Money{n}" => money, "Items" => items });

/// A server that would say yes, and an order that keeps all rules with these members.
fn order(members: &[(&'static str, &str)]) -> (Server, Request) {
    let (server, request) = request(&ORDER);
    let members = [("Code", "7")].iter().chain(members);
    (server, members.fold(request, |request, (name, text)| request.member::<&str>(name, *text)))
}

fn request(operation: &'static Operation) -> (Server, Request) {
    let server = Server::new([json(200, r#"{"Status":"OK"}"#)]);
    let request = notes(&server.url).client.request(operation);
    (server, request)
}

async fn sent((server, request): (Server, Request)) -> String {
    request.call::<Written>().await.unwrap();
    server.only().text()
}

/// What the refusal says; that nothing was sent, and that it is without the check.
async fn refused((server, request): (Server, Request)) -> String {
    let error = request.clone().call::<Written>().await.unwrap_err();
    assert!(error.is_request() && !error.may_have_been_sent(), "{error}");
    assert!(server.asked().is_empty(), "it was sent: {:?}", server.asked());
    let call: Call<Written> = request.call();
    call.skip_validation().await.unwrap();
    server.only();
    told(&error)
}

fn told(error: &Error) -> String {
    let message = error.message().unwrap();
    let way = "; `skip_validation()` sends it all the same";
    message.strip_suffix(way).unwrap_or_else(|| panic!("no way out: {message}")).to_owned()
}

#[tokio::test]
async fn one_of_several() {
    let any = "one of `Code`, `Number` with `Year` or `Scan` is needed";
    assert_eq!(refused(request(&ORDER)).await, any);
    let with = |members: &[(&'static str, &str)]| {
        let (server, request) = request(&ORDER);
        (server, members.iter().fold(request, |r, (name, text)| r.member::<&str>(name, *text)))
    };
    assert_eq!(refused(with(&[("Number", "1")])).await, any);
    assert_eq!(refused(with(&[("Code", "")])).await, any, "nothing, in a form");
    assert_eq!(sent(with(&[("Number", "1"), ("Year", "2026")])).await, "Number=1&Year=2026");
    let (server, request) = request(&ORDER);
    let request = request.member::<Upload>("Scan", Upload::bytes("a.png", "…"));
    assert!(sent((server, request)).await.contains("name=\"Scan\""));
}

#[tokio::test]
async fn all_under_a_condition() {
    let all = "`Buy` and `Get` are needed when `Kind` is `PAIR` or `TRIO`";
    assert_eq!(refused(order(&[("Kind", "PAIR")])).await, all);
    assert_eq!(
        refused(order(&[("Kind", "TRIO"), ("Buy", "1")])).await,
        format!("{all} (missing: `Get`)")
    );
    sent(order(&[("Kind", "PAIR"), ("Buy", "1"), ("Get", "1")])).await;
    sent(order(&[("Kind", "SINGLE")])).await;
    sent(order(&[("Kind", "pair")])).await;
    sent(order(&[])).await;
}

#[tokio::test]
async fn all_when_others_are_given() {
    let all = "`Currency` is needed when any amount is given";
    assert_eq!(refused(order(&[("Amount", "1")])).await, format!("{all} (`Amount` is)"));
    sent(order(&[("Amount", "1"), ("Currency", "USD")])).await;
    sent(order(&[("Amount", "")])).await;

    let (server, one) = order(&[]);
    let one = one.member_numbered::<Decimal>("Money{n}", 2, 1..=3, Decimal::ONE);
    assert_eq!(refused((server, one)).await, format!("{all} (`Money{{n}}` is)"));
    let item = Item { price: Some(Decimal::ONE), ..Item::default() };
    let (server, one) = order(&[]);
    assert_eq!(
        refused((server, one.indexed("Items", &item))).await,
        format!("{all} (`Price{{i}}` is)")
    );
}

#[tokio::test]
async fn records_and_their_elements() {
    let all = "`Currency` is needed when any amount is given";
    let fee: Numbered<Decimal> = [(3, Decimal::ONE)].into_iter().collect();
    let item = Item { fee: fee.clone(), ..Item::default() };
    let free = Item { name: Some("free".to_owned()), ..Item::default() };
    let code = Some("7".to_owned());
    let filled = |order: Order| {
        let (server, request) = request(&ORDER);
        (server, request.record(&Order { code: code.clone(), ..order }))
    };
    assert_eq!(
        refused(filled(Order { items: vec![free.clone(), item], ..Order::default() })).await,
        format!("{all} (`Fee{{i}}_{{n}}` is)")
    );
    assert_eq!(
        refused(filled(Order { money: fee, ..Order::default() })).await,
        format!("{all} (`Money{{n}}` is)")
    );
    sent(filled(Order { items: vec![free], ..Order::default() })).await;
}

#[tokio::test]
async fn not_both() {
    let both = "only one of `Left`, `Middle` and `Right` can be given (given: `Left`, `Right`)";
    assert_eq!(refused(order(&[("Left", "1"), ("Right", "1")])).await, both);
    sent(order(&[("Left", "1"), ("Right", "")])).await;
    sent(order(&[("Middle", "1")])).await;
}

#[tokio::test]
async fn only_under_a_condition() {
    let only = "`Product` can be given only when `Scope` is `ONE`";
    assert_eq!(refused(order(&[("Product", "x"), ("Scope", "ALL")])).await, only);
    sent(order(&[("Product", "x"), ("Scope", "ONE")])).await;
    sent(order(&[("Scope", "ALL")])).await;
    // what the service knows of the scope, nobody here does
    sent(order(&[("Product", "x")])).await;
}

#[tokio::test]
async fn each_element_by_itself() {
    let price = Item { price: Some(Decimal::ONE), ..Item::default() };
    let total = Item { total: Some(Decimal::ONE), ..Item::default() };
    let both = Item { total: Some(Decimal::ONE), ..price.clone() };
    let with = |items: &[&Item]| {
        let (server, request) = order(&[("Currency", "USD")]);
        (server, items.iter().fold(request, |request, item| request.indexed("Items", *item)))
    };
    sent(with(&[&price, &total])).await;
    assert_eq!(
        refused(with(&[&price, &both])).await,
        "element 2 of `Items`: `Price{i}` and `Total{i}` cannot be given together"
    );
    // one of the body and one of any element
    let (server, request) = with(&[&price, &total]);
    assert_eq!(
        refused((server, request.member::<&str>("Total", "1"))).await,
        "`Total` and `Total{i}` cannot be given together"
    );
}

#[tokio::test]
async fn all_breaches_are_told_at_once() {
    let (server, request) = request(&ORDER);
    let request = request.member::<&str>("Kind", "PAIR").member::<&str>("Left", "1");
    assert_eq!(
        refused((server, request.member::<&str>("Middle", "1"))).await,
        "one of `Code`, `Number` with `Year` or `Scan` is needed; `Buy` and `Get` are needed when \
         `Kind` is `PAIR` or `TRIO`; only one of `Left`, `Middle` and `Right` can be given (given: \
         `Left`, `Middle`)"
    );
}

#[tokio::test]
async fn the_elements_of_a_list() {
    let note = |id: Option<&str>| Note { id: id.map(Into::into), ..Note::default() };
    let with = |second: Note| {
        let (server, request) = request(&LIST);
        (server, request.list([note(Some("1")), second]))
    };
    assert_eq!(refused(with(note(None))).await, "element 2: `Id` is needed");
    assert_eq!(sent(with(note(Some("2")))).await, r#"[{"Id":"1"},{"Id":"2"}]"#);
}

#[tokio::test]
async fn in_json_an_empty_text_is_said() {
    let (server, one) = request(&NESTED);
    assert_eq!(sent((server, one.member::<&str>("Text", ""))).await, r#"{"Text":""}"#);
    let needed = "`Text` or `Tags` is needed";
    let (server, one) = request(&NESTED);
    assert_eq!(refused((server, one.clear("Text"))).await, needed);
    let (server, one) = request(&NESTED);
    let no: [&str; 0] = [];
    assert_eq!(refused((server, one.member_list::<&str>("Tags", no))).await, needed);
    let (server, one) = request(&NESTED);
    let given = one.record(&Json::new(r#"{"Text":"x"}"#).unwrap());
    assert_eq!(sent((server, given)).await, r#"{"Text":"x"}"#);
}

#[tokio::test]
async fn lists_have_the_way_out_as_well() {
    static COUNTED: Operation = Operation {
        id: "counted",
        path: "/Accounts/{AccountSID}/Counted",
        paging: COUNT.paging,
        rules: &[Rule { demand: Constraint::AllOf(&["Text"]), words: "`Text` is needed", ..RULE }],
        ..BASE
    };
    let page = r#"{"Results":[{"Id":"1"}],"Page":"0","NumPages":"1"}"#;
    let server = Server::new([json(200, page), json(200, page)]);
    let request = notes(&server.url).client.request(&COUNTED);
    let mut pages = request.clone().pages::<Note>();
    assert_eq!(told(&pages.next().await.unwrap().unwrap_err()), "`Text` is needed");
    assert!(server.asked().is_empty());
    pages = request.clone().pages().skip_validation();
    assert!(pages.next().await.unwrap().is_ok());
    let mut items = request.items::<Note>().skip_validation();
    assert!(items.next().await.unwrap().is_ok());
}
