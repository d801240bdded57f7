//! Validation of constraints, before anything is sent.

use runtime::call::{Async, CallFuture};
use runtime::paging::{Items, Page, Pages};
use runtime::runtime::api::{Constraint, ConstraintSpec, Encoding, Method, Operation};
use runtime::runtime::request::Request;
use runtime::wire::{Decimal, Extra, Json, Numbered, Upload};
use runtime::{Error, record, request_builder};

use crate::api::{BASE, COUNT, notes};
use crate::notes::{Note, WriteResult};
use crate::server::{Server, json};

/// The defaults of a constraint.
const DEFAULT: ConstraintSpec = ConstraintSpec {
    each: None,
    constraint: Constraint::AllOf(&[]),
    when: &[],
    when_any: &[],
    message: "…",
};

static ORDER: Operation = Operation {
    id: "order",
    method: Method::Post,
    path: "/Accounts/{AccountSID}/Orders",
    encoding: Encoding::FormOrMultipart,
    constraints: &[
        ConstraintSpec {
            constraint: Constraint::AnyOf(&[&["Code"], &["Number", "Year"], &["Scan"]]),
            message: "one of `Code`, `Number` with `Year` or `Scan` is required",
            ..DEFAULT
        },
        ConstraintSpec {
            constraint: Constraint::AllOf(&["Buy", "Get"]),
            when: &[("Kind", &["PAIR", "TRIO"])],
            message: "`Buy` and `Get` are required when `Kind` is `PAIR` or `TRIO`",
            ..DEFAULT
        },
        ConstraintSpec {
            constraint: Constraint::AllOf(&["Currency"]),
            when_any: &["Amount", "Price{i}", "Money{n}", "Fee{i}_{n}"],
            message: "`Currency` is required when any amount is given",
            ..DEFAULT
        },
        ConstraintSpec {
            constraint: Constraint::AtMostOne(&["Left", "Middle", "Right"]),
            message: "only one of `Left`, `Middle` and `Right` can be given",
            ..DEFAULT
        },
        ConstraintSpec {
            constraint: Constraint::OnlyIf(&["Product"]),
            when: &[("Scope", &["ONE"])],
            message: "`Product` can be given only when `Scope` is `ONE`",
            ..DEFAULT
        },
        ConstraintSpec {
            each: Some("Items"),
            constraint: Constraint::AtMostOne(&["Price{i}", "Total{i}"]),
            message: "`Price{i}` and `Total{i}` cannot be given together",
            ..DEFAULT
        },
        ConstraintSpec {
            constraint: Constraint::AtMostOne(&["Total", "Total{i}"]),
            message: "`Total` and `Total{i}` cannot be given together",
            ..DEFAULT
        },
    ],
    ..BASE
};

static LIST: Operation = Operation {
    id: "list",
    method: Method::Post,
    path: "/Accounts/{AccountSID}/List",
    encoding: Encoding::Json,
    constraints: &[ConstraintSpec {
        constraint: Constraint::AllOf(&["Id"]),
        message: "`Id` is required",
        ..DEFAULT
    }],
    ..BASE
};

static NESTED: Operation = Operation {
    id: "nested",
    method: Method::Put,
    path: "/Accounts/{AccountSID}/Nested",
    encoding: Encoding::Json,
    constraints: &[ConstraintSpec {
        constraint: Constraint::AnyOf(&[&["Text"], &["Tags"]]),
        message: "`Text` or `Tags` is required",
        ..DEFAULT
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

/// A request builder for a write, as the generator emits one.
struct Write<M = Async>(Request<M>);

impl Write {
    fn send(self) -> CallFuture<WriteResult> {
        self.0.send()
    }
}

request_builder!(Write => WriteResult);

/// A request builder for a list, as the generator emits one.
#[derive(Clone)]
struct ListCounted<M = Async>(Request<M>);

impl ListCounted {
    fn items(self) -> Items<Note> {
        self.0.items()
    }

    fn pages(self) -> Pages<Note> {
        self.0.pages()
    }

    fn send(self) -> CallFuture<Page<Note>> {
        self.0.send()
    }
}

request_builder!(ListCounted => Page<Note>);

/// Returns a server that accepts any request, and an order with these members that violates no constraint by itself.
fn order(members: &[(&'static str, &str)]) -> (Server, Request) {
    let (server, request) = request(&ORDER);
    let members = [("Code", "7")].iter().chain(members);
    (server, members.fold(request, |request, (name, text)| request.member::<&str>(name, *text)))
}

fn request(operation: &'static Operation) -> (Server, Request) {
    let server = Server::new([json(200, r#"{"Status":"OK"}"#)]);
    let request = notes(&server.url).request(operation);
    (server, request)
}

async fn sent((server, request): (Server, Request)) -> String {
    request.send::<WriteResult>().await.unwrap();
    server.only_request().text()
}

/// Returns the message about the violation. Nothing is sent, unless validation is skipped.
async fn violation((server, request): (Server, Request)) -> String {
    let error = request.clone().send::<WriteResult>().await.unwrap_err();
    assert!(error.is_request() && !error.may_have_been_sent(), "{error}");
    assert!(server.received().is_empty(), "a request was sent: {:?}", server.received());
    Write(request).skip_validation().await.unwrap();
    server.only_request();
    message(&error)
}

fn message(error: &Error) -> String {
    let message = error.message().unwrap();
    let help = "; use `skip_validation()` to send the request anyway";
    message.strip_suffix(help).unwrap_or_else(|| panic!("no help: {message}")).to_owned()
}

#[tokio::test]
async fn at_least_one_set_of_members_is_required() {
    let any = "one of `Code`, `Number` with `Year` or `Scan` is required";
    assert_eq!(violation(request(&ORDER)).await, any);
    let with = |members: &[(&'static str, &str)]| {
        let (server, request) = request(&ORDER);
        (server, members.iter().fold(request, |r, (name, text)| r.member::<&str>(name, *text)))
    };
    assert_eq!(violation(with(&[("Number", "1")])).await, any);
    assert_eq!(violation(with(&[("Code", "")])).await, any, "an empty string is absent in a form");
    assert_eq!(sent(with(&[("Number", "1"), ("Year", "2026")])).await, "Number=1&Year=2026");
    let (server, request) = request(&ORDER);
    let request = request.member::<Upload>("Scan", Upload::bytes("a.png", "…"));
    assert!(sent((server, request)).await.contains("name=\"Scan\""));
}

#[tokio::test]
async fn members_are_required_by_the_value_of_another() {
    let all = "`Buy` and `Get` are required when `Kind` is `PAIR` or `TRIO`";
    assert_eq!(violation(order(&[("Kind", "PAIR")])).await, all);
    assert_eq!(
        violation(order(&[("Kind", "TRIO"), ("Buy", "1")])).await,
        format!("{all} (missing: `Get`)")
    );
    sent(order(&[("Kind", "PAIR"), ("Buy", "1"), ("Get", "1")])).await;
    sent(order(&[("Kind", "SINGLE")])).await;
    sent(order(&[("Kind", "pair")])).await;
    sent(order(&[])).await;
}

#[tokio::test]
async fn members_are_required_by_the_presence_of_others() {
    let all = "`Currency` is required when any amount is given";
    assert_eq!(violation(order(&[("Amount", "1")])).await, format!("{all} (`Amount` is given)"));
    sent(order(&[("Amount", "1"), ("Currency", "USD")])).await;
    sent(order(&[("Amount", "")])).await;

    let (server, one) = order(&[]);
    let one = one.member_numbered::<Decimal>("Money{n}", 2, 1..=3, Decimal::ONE);
    assert_eq!(violation((server, one)).await, format!("{all} (`Money{{n}}` is given)"));
    let item = Item { price: Some(Decimal::ONE), ..Item::default() };
    let (server, one) = order(&[]);
    assert_eq!(
        violation((server, one.indexed("Items", &item))).await,
        format!("{all} (`Price{{i}}` is given)")
    );
}

#[tokio::test]
async fn members_of_structs_and_their_elements_are_checked() {
    let all = "`Currency` is required when any amount is given";
    let fee: Numbered<Decimal> = [(3, Decimal::ONE)].into_iter().collect();
    let item = Item { fee: fee.clone(), ..Item::default() };
    let free = Item { name: Some("free".to_owned()), ..Item::default() };
    let code = Some("7".to_owned());
    let filled = |order: Order| {
        let (server, request) = request(&ORDER);
        (server, request.record(&Order { code: code.clone(), ..order }))
    };
    assert_eq!(
        violation(filled(Order { items: vec![free.clone(), item], ..Order::default() })).await,
        format!("{all} (`Fee{{i}}_{{n}}` is given)")
    );
    assert_eq!(
        violation(filled(Order { money: fee, ..Order::default() })).await,
        format!("{all} (`Money{{n}}` is given)")
    );
    sent(filled(Order { items: vec![free], ..Order::default() })).await;
}

#[tokio::test]
async fn at_most_one_member_is_allowed() {
    let both = "only one of `Left`, `Middle` and `Right` can be given (given: `Left`, `Right`)";
    assert_eq!(violation(order(&[("Left", "1"), ("Right", "1")])).await, both);
    sent(order(&[("Left", "1"), ("Right", "")])).await;
    sent(order(&[("Middle", "1")])).await;
}

#[tokio::test]
async fn members_are_allowed_by_the_value_of_another() {
    let only = "`Product` can be given only when `Scope` is `ONE`";
    assert_eq!(violation(order(&[("Product", "x"), ("Scope", "ALL")])).await, only);
    sent(order(&[("Product", "x"), ("Scope", "ONE")])).await;
    sent(order(&[("Scope", "ALL")])).await;
    // the scope is not given, so the condition cannot be decided
    sent(order(&[("Product", "x")])).await;
}

#[tokio::test]
async fn elements_are_checked_one_by_one() {
    let price = Item { price: Some(Decimal::ONE), ..Item::default() };
    let total = Item { total: Some(Decimal::ONE), ..Item::default() };
    let both = Item { total: Some(Decimal::ONE), ..price.clone() };
    let with = |items: &[&Item]| {
        let (server, request) = order(&[("Currency", "USD")]);
        (server, items.iter().fold(request, |request, item| request.indexed("Items", *item)))
    };
    sent(with(&[&price, &total])).await;
    assert_eq!(
        violation(with(&[&price, &both])).await,
        "element 2 of `Items`: `Price{i}` and `Total{i}` cannot be given together"
    );
    // a member of the body and a member of an element
    let (server, request) = with(&[&price, &total]);
    assert_eq!(
        violation((server, request.member::<&str>("Total", "1"))).await,
        "`Total` and `Total{i}` cannot be given together"
    );
}

#[tokio::test]
async fn an_element_without_members_is_an_error() {
    let price = Item { price: Some(Decimal::ONE), ..Item::default() };
    for (items, position) in
        [(vec![Item::default()], 1), (vec![price.clone(), Item::default(), price], 2)]
    {
        let (server, request) = order(&[("Currency", "USD")]);
        let request = items.iter().fold(request, |request, item| request.indexed("Items", item));
        let error = request.send::<WriteResult>().await.unwrap_err();
        assert!(error.is_request() && server.received().is_empty(), "{error}");
        let message = format!("`Items`: element {position} has no members");
        assert_eq!(error.message(), Some(&*message));
    }
}

#[tokio::test]
async fn all_violations_are_in_one_message() {
    let (server, request) = request(&ORDER);
    let request = request.member::<&str>("Kind", "PAIR").member::<&str>("Left", "1");
    assert_eq!(
        violation((server, request.member::<&str>("Middle", "1"))).await,
        "one of `Code`, `Number` with `Year` or `Scan` is required; `Buy` and `Get` are required when \
         `Kind` is `PAIR` or `TRIO`; only one of `Left`, `Middle` and `Right` can be given (given: \
         `Left`, `Middle`)"
    );
}

#[tokio::test]
async fn elements_of_a_list_body_are_checked() {
    let note = |id: Option<&str>| Note { id: id.map(Into::into), ..Note::default() };
    let with = |second: Note| {
        let (server, request) = request(&LIST);
        (server, request.list([note(Some("1")), second]))
    };
    assert_eq!(violation(with(note(None))).await, "element 2: `Id` is required");
    assert_eq!(sent(with(note(Some("2")))).await, r#"[{"Id":"1"},{"Id":"2"}]"#);
}

#[tokio::test]
async fn an_empty_string_is_present_in_json() {
    let (server, one) = request(&NESTED);
    assert_eq!(sent((server, one.member::<&str>("Text", ""))).await, r#"{"Text":""}"#);
    let required = "`Text` or `Tags` is required";
    let (server, one) = request(&NESTED);
    assert_eq!(violation((server, one.clear("Text"))).await, required);
    let (server, one) = request(&NESTED);
    let no: [&str; 0] = [];
    assert_eq!(violation((server, one.member_list::<&str>("Tags", no))).await, required);
    let (server, one) = request(&NESTED);
    let given = one.record(&Json::parse(r#"{"Text":"x"}"#).unwrap());
    assert_eq!(sent((server, given)).await, r#"{"Text":"x"}"#);
}

#[tokio::test]
async fn page_numbers_and_sizes_have_a_lowest_value() {
    let page = r#"{"Results":[],"Page":"0","NumPages":"1"}"#;
    let server = Server::new([json(200, page), json(200, page)]);
    let list = |page: i64, size: i64| {
        let request = notes(&server.url).request(&COUNT);
        ListCounted(request.query::<i64>("Page", page).query::<i64>("PageSize", size))
    };
    let error = list(-1, i64::MIN).send().await.unwrap_err();
    let expected = "`Page`: expected a number of at least 0; \
                    `PageSize`: expected a number of at least 1";
    assert_eq!(message(&error), expected);
    assert!(server.received().is_empty());
    list(0, 1).send().await.unwrap();
    list(-1, 0).skip_validation().send().await.unwrap();
}

#[tokio::test]
async fn an_empty_path_parameter_cannot_be_skipped() {
    let (server, request) = request(&crate::api::GET);
    let request = request.path::<&str>("NoteId", "");
    let error = request.send::<WriteResult>().await.unwrap_err();
    assert_eq!(error.message(), Some("`NoteId` is required"));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn validation_of_lists_can_be_skipped() {
    static COUNTED: Operation = Operation {
        id: "counted",
        path: "/Accounts/{AccountSID}/Counted",
        paging: COUNT.paging,
        constraints: &[ConstraintSpec {
            constraint: Constraint::AllOf(&["Text"]),
            message: "`Text` is required",
            ..DEFAULT
        }],
        ..BASE
    };
    let page = r#"{"Results":[{"Id":"1"}],"Page":"0","NumPages":"1"}"#;
    let server = Server::new([json(200, page), json(200, page)]);
    let request = notes(&server.url).request(&COUNTED);
    let list = ListCounted(request);
    let mut pages = list.clone().pages();
    assert_eq!(message(&pages.next().await.unwrap().unwrap_err()), "`Text` is required");
    assert!(server.received().is_empty());
    pages = list.clone().skip_validation().pages();
    assert!(pages.next().await.unwrap().is_ok());
    let mut items = list.skip_validation().items();
    assert!(items.next().await.unwrap().is_ok());
}
