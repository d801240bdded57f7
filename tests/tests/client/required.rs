//! Required members and parameters: a request that lacks one is not sent.

#![allow(
    unexpected_cfgs,
    reason = "`record!` refers to a feature of the crate that declares a struct"
)]

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::LazyLock;

use impact_brand::actions::ActionItemChange;
use impact_brand::catalogs::CatalogPullSettings;
use impact_brand::conversions::{Conversion, ConversionItem};
use impact_brand::deals::{DealChange, NewDeal};
use impact_brand::partners::{NewPartner, NewPartnerArgs};
use impact_brand::runtime::api::{
    Constraint, ConstraintSpec, Encoding, Method, Operation, PageLimits,
};
use impact_brand::runtime::internals;
use impact_brand::runtime::request::Request;
use impact_brand::wire::{DateTime, Decimal, Extra, Json, Map};
use impact_brand::{Error, inspect, record};

use crate::client;
use crate::server::{Server, json};

const OK: &str = r#"{"Status":"OK","Uri":"/Advertisers/IRAccountSid/X/1","QueuedUri":"/X/A-1"}"#;

/// Returns a server with one response.
fn server() -> Server {
    Server::new([json(200, OK)])
}

/// Returns the violations of a request that is rejected before it is sent, and that can be sent all the same.
async fn violations<T>(
    server: &Server,
    call: impl IntoFuture<Output = Result<T, Error>>,
) -> String {
    let message = rejection(server, call).await;
    let help = "; use `skip_validation()` to send the request anyway";
    message.strip_suffix(help).unwrap_or_else(|| panic!("no help: {message}")).to_owned()
}

/// Returns the message about a request that is rejected before it is sent.
async fn rejection<T>(server: &Server, call: impl IntoFuture<Output = Result<T, Error>>) -> String {
    let Err(error) = call.await else { panic!("the request was not rejected") };
    assert!(error.is_request() && !error.may_have_been_sent(), "{error}");
    assert!(server.received().is_empty(), "it was sent: {:?}", server.received());
    error.message().expect("a message").to_owned()
}

/// Detects whether a type implements `Default`: the inherent constant takes precedence over that of the trait.
struct Probe<T>(PhantomData<T>);

impl<T: Default> Probe<T> {
    const HAS_DEFAULT: bool = true;
}

trait WithoutDefault {
    const HAS_DEFAULT: bool = false;
}

impl<T> WithoutDefault for Probe<T> {}

#[test]
fn types_that_are_only_sent_have_no_default() {
    const { assert!(!Probe::<NewPartner>::HAS_DEFAULT && !Probe::<NewPartnerArgs>::HAS_DEFAULT) }
    const { assert!(!Probe::<NewDeal>::HAS_DEFAULT && !Probe::<ActionItemChange>::HAS_DEFAULT) }
    const { assert!(Probe::<DealChange>::HAS_DEFAULT, "nothing is required of a change") }
}

fn partner(text: &str) -> NewPartner {
    NewPartner::new(NewPartnerArgs {
        account_name: text.into(),
        website: text.into(),
        address_line1: text.into(),
        city: text.into(),
        postal_code: text.into(),
        country: text.into(),
        phone_country: text.into(),
        phone_number: text.into(),
        primary_promotional_method: text.into(),
        username: text.into(),
        first_name: text.into(),
        last_name: text.into(),
        password: text.into(),
        email_address: text.into(),
        template_terms_id: text.into(),
        currency: text.into(),
    })
}

#[tokio::test]
async fn empty_strings_are_missing() {
    let server = server();
    let partners = client(&server.url).partners();
    assert_eq!(
        violations(&server, partners.create(partner(""))).await,
        "`AccountName`, `Website`, `AddressLine1`, `City`, `PostalCode`, `Country`, `PhoneCountry`, `PhoneNumber`, \
         `PrimaryPromotionalMethod`, `Username`, `FirstName`, `LastName`, `Password`, `EmailAddress`, \
         `TemplateTermsId` and `Currency` are required"
    );
    let mut one = partner("x");
    one.city.clear();
    assert_eq!(violations(&server, partners.create(one)).await, "`City` is required");
    partners.create(partner("x")).await.expect("complete");
    assert_eq!(server.only_request().line(), "POST /Advertisers/IRAccountSid/MediaPartners");
}

#[tokio::test]
async fn skip_validation_sends_without_required_members() {
    let server = server();
    client(&server.url).partners().create(partner("")).skip_validation().await.expect("sent");
    assert!(
        server.only_request().text().starts_with("AccountName=&Website="),
        "{}",
        server.only_request().text()
    );
}

#[tokio::test]
async fn required_arguments_cannot_be_empty() {
    let server = server();
    let client = client(&server.url);
    let note = client.notes().create("1000", "").content("Hi");
    assert_eq!(violations(&server, note).await, "`MediaId` is required");
    let note = client.notes().create("", "").content("Hi");
    // no help: a URL without a path parameter cannot be sent
    assert_eq!(rejection(&server, note).await, "`CampaignId` and `MediaId` are required");
    let inquiries = client.action_inquiries().list("").send();
    assert_eq!(violations(&server, inquiries).await, "`CampaignId` is required");
    let mut items = client.action_inquiries().list("").items();
    assert!(items.next().await.expect("an item").expect_err("rejected").is_request());
    client.notes().create("1000", "").skip_validation().await.expect("sent");
    assert!(server.only_request().text().contains("name=\"MediaId\"\r\n\r\n\r\n"), "sent empty");
}

#[tokio::test]
async fn an_empty_path_parameter_is_never_sent() {
    let server = server();
    let call = client(&server.url).notes().create("", "7").skip_validation();
    let error = call.await.expect_err("rejected");
    assert_eq!(error.message(), Some("`CampaignId`: a path parameter cannot be empty"));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn all_violations_are_in_one_message() {
    let server = server();
    let client = client(&server.url);
    let date: DateTime = "2026-01-15T22:55:32-08:00".parse().expect("a date");
    let conversion = Conversion::new("1000", date, "").click_id("c1");
    assert_eq!(
        violations(&server, client.conversions().submit(conversion)).await,
        "`OrderId` is required; one of `EventTypeId`, `EventTypeCode` or `ActionTrackerId` is required"
    );
}

#[tokio::test]
async fn members_of_elements_have_the_number_of_the_element() {
    let server = server();
    let items = ["CUP-1", "", ""].map(ActionItemChange::new);
    let [first, second, third] = items;
    let call = client(&server.url).actions().update("1", "CORRECTED");
    let call = call.item(first).item(second).item(third.quantity(2));
    assert_eq!(
        violations(&server, call).await,
        "element 2 of `Items`: `Sku2` is required; element 3 of `Items`: `Sku3` is required"
    );
}

#[tokio::test]
async fn members_of_nested_structs_are_checked() {
    let server = server();
    let settings = CatalogPullSettings::new("", "a.csv", "DAILY");
    let call = client(&server.url).catalogs().update_pull_settings("1", "", settings);
    assert_eq!(
        violations(&server, call).await,
        "`uploadType` is required; in `pullFromUrlSettings`: `address` is required"
    );
}

/// A struct that is sent and returned, so that its required fields are optional values.
#[derive(Clone, Default)]
struct Parcel {
    id: Option<String>,
    weight: Option<i64>,
    remark: Option<String>,
    parts: Vec<Parcel>,
    labels: Map<Label>,
    cover: Option<Label>,
    extra: Extra,
}
record!(Parcel {
    "Id" => id required,
    "Weight" => weight required,
    "Remark" => remark,
    "Parts" => parts,
    "Labels" => labels,
    "Cover" => cover,
} nullable ["Remark"]);

/// A struct that is sent and returned.
#[derive(Clone, Default)]
struct Label {
    text: Option<String>,
    extra: Extra,
}
record!(Label { "Text" => text required });

fn parcel() -> Parcel {
    Parcel { id: Some("1".to_owned()), weight: Some(2), ..Parcel::default() }
}

/// Returns an operation that sends parcels.
fn operation(required: &'static [&'static str]) -> Operation {
    let base = inspect::DECODERS[0].operation();
    Operation {
        id: "sendParcel",
        method: Method::Post,
        host: base.host,
        path: "/Parcels",
        retry_safety: base.retry_safety,
        quota: base.quota,
        security: base.security,
        styles: &[],
        encoding: Encoding::Json,
        optional_body: false,
        member_styles: &[],
        quoted: false,
        named_files: false,
        accept: "application/json",
        paging: None,
        page_limits: PageLimits::NONE,
        windows: &[],
        required,
        keywords: &[],
        constraints: &[ConstraintSpec {
            each: None,
            constraint: Constraint::AtMostOne(&["Weight", "Labels"]),
            when: &[],
            when_any: &[],
            message: "`Weight` and `Labels` cannot be combined",
        }],
        limits: &[],
        body_limits: &[],
        redirects: false,
        job: None,
    }
}

static SEND_PARCEL: LazyLock<Operation> = LazyLock::new(|| operation(&[]));
static SEND_FROM: LazyLock<Operation> =
    LazyLock::new(|| operation(&["X-Origin", "Kinds", "Codes"]));

fn request(server: &Server, operation: &'static Operation) -> Request {
    internals::request(&client(&server.url), operation)
}

#[tokio::test]
async fn returned_structs_are_checked_when_they_are_sent() {
    let server = server();
    let send = |parcel: &Parcel| request(&server, &SEND_PARCEL).record(parcel).send::<()>();
    assert_eq!(
        violations(&server, send(&Parcel::default())).await,
        "`Id` and `Weight` are required"
    );
    let mut parcel = parcel();
    parcel.parts = vec![parcel.clone(), Parcel { weight: Some(0), ..Parcel::default() }];
    parcel.labels.insert("x", Label::default());
    parcel.cover = Some(Label::default());
    assert_eq!(
        violations(&server, send(&parcel)).await,
        "element 2 of `Parts`: `Id` is required; in `Labels`: in `x`: `Text` is required; \
         in `Cover`: `Text` is required; `Weight` and `Labels` cannot be combined"
    );
    let request = request(&server, &SEND_PARCEL).record(&Parcel::default());
    request.without_validation().send::<()>().await.expect("sent");
    assert_eq!(server.only_request().text(), r#"{"Remark":null}"#);
}

#[tokio::test]
async fn elements_of_a_list_body_are_checked() {
    let server = server();
    let parcels = [parcel(), Parcel { parts: vec![Parcel::default()], ..parcel() }];
    let call = request(&server, &SEND_PARCEL).list(parcels).send::<()>();
    assert_eq!(
        violations(&server, call).await,
        "element 2: element 1 of `Parts`: `Id` and `Weight` are required"
    );
}

#[tokio::test]
async fn undeclared_members_are_given_members() {
    let server = server();
    let mut parcel = Parcel { weight: Some(0), ..Parcel::default() };
    for (id, is_given) in [("null", false), (r#""""#, false), ("7", true)] {
        parcel.extra.insert("Id", Json::parse(id).expect("JSON"));
        let call = request(&server, &SEND_PARCEL).record(&parcel).send::<()>();
        match is_given {
            false => assert_eq!(violations(&server, call).await, "`Id` is required"),
            true => call.await.expect("complete"),
        }
    }
    assert_eq!(server.only_request().text(), r#"{"Weight":0,"Id":7,"Remark":null}"#);
}

#[tokio::test]
async fn required_parameters_cannot_be_empty() {
    let server = server();
    let none: [&str; 0] = [];
    let call = request(&server, &SEND_FROM)
        .header::<String>("X-Origin", "")
        .query_each::<String>("Kinds", none)
        .member_list::<String>("Codes", none);
    assert_eq!(
        violations(&server, call.send::<()>()).await,
        "`X-Origin`, `Kinds` and `Codes` are required"
    );
    let call = request(&server, &SEND_FROM)
        .header::<String>("X-Origin", "shop")
        .query_each::<String>("Kinds", ["a"])
        .member_list::<String>("Codes", ["b"]);
    call.send::<()>().await.expect("complete");
    assert_eq!(server.only_request().line(), "POST /Parcels?Kinds=a");
}

#[tokio::test]
async fn numbers_in_names_are_checked_against_their_range() {
    let server = Server::serving(|_| json(200, r#"{"QueuedUri":"/APISubmissions/1"}"#));
    let client = client(&server.url);
    let item = ConversionItem::new().sku("a").sub_total(Decimal::ONE).quantity(1).text(51, "x");
    let sale = Conversion::new("1000", "NOW", "O-1").event_type_id("4636").customer_id("c");
    let sale =
        sale.currency_code("USD").text(0, "x").text(50, "y").money(4, Decimal::ONE).item(item);
    let error = client.conversions().submit(sale.clone()).await.unwrap_err();
    assert!(error.is_request() && !error.may_have_been_sent());
    assert_eq!(
        error.message().unwrap(),
        "`Text0`: expected a number from 1 to 50 in the name; \
         `Money4`: expected a number from 1 to 3 in the name; \
         element 1 of `Items`: `ItemText1_51`: expected a number from 1 to 50 in the name; \
         use `skip_validation()` to send the request anyway"
    );
    client.conversions().submit(sale).skip_validation().await.expect("sent");
    assert!(server.only_request().text().contains("Text0=x"));
}
