//! Constraints: a request that violates one is not sent, unless validation is skipped.

use std::error::Error as _;

use impact_brand::Client;
use impact_brand::actions::{ActionItemChange, ActionRef};
use impact_brand::ads::NewAd;
use impact_brand::call::CallFuture;
use impact_brand::catalogs::CatalogItem;
use impact_brand::contacts::NewContact;
use impact_brand::conversions::{Conversion, ConversionItem};
use impact_brand::deals::NewDeal;
use impact_brand::wire::{DateTime, Decimal, Upload};

use crate::client;
use crate::server::{Server, json};

const OK: &str = r#"{"Status":"OK","Uri":"/Advertisers/IRAccountSid/X/1","QueuedUri":"/X/A-1"}"#;

/// Checks that a request violates a constraint. It is not sent, unless validation is skipped.
macro_rules! rejected {
    ($client:ident => $request:expr, $message:expr) => {
        check_rejected(
            |$client| $request.send(),
            |$client| $request.skip_validation().send(),
            $message,
        )
        .await
    };
}

async fn check_rejected<T: Send + 'static>(
    send: impl Fn(&Client) -> CallFuture<T>,
    send_unchecked: impl Fn(&Client) -> CallFuture<T>,
    expected: &str,
) {
    let server = Server::new([json(200, OK)]);
    let client = client(&server.url);
    let Err(error) = send(&client).await else { panic!("the request is sent: {expected}") };
    assert!(error.is_request() && !error.may_have_been_sent(), "{error}");
    assert!(error.source().is_none());
    let message = error.message().expect("a message");
    assert!(message.contains(expected), "{message}\nlacks: {expected}");
    assert!(error.to_string().contains(message), "{error}");
    assert!(server.received().is_empty(), "the request is sent: {:?}", server.received());
    if let Err(error) = send_unchecked(&client).await {
        panic!("the request is not sent without validation: {error}");
    }
    server.only_request();
}

/// Checks that a request is sent.
async fn accepted<T: Send + 'static>(send: impl Fn(&Client) -> CallFuture<T>) {
    let server = Server::new([json(200, OK)]);
    if let Err(error) = send(&client(&server.url)).await {
        panic!("the request is not sent: {error}");
    }
    server.only_request();
}

fn bare() -> Conversion {
    let date: DateTime = "2026-01-15T22:55:32-08:00".parse().expect("a date");
    Conversion::new("1000", date, "A-1")
}

fn sale() -> Conversion {
    bare().event_type_id("8180").click_id("c1")
}

async fn rejected_sale(conversion: Conversion, message: &str) {
    rejected!(client => client.conversions().submit(conversion.clone()), message);
}

async fn accepted_sale(conversion: Conversion) {
    accepted(|client| client.conversions().submit(conversion.clone()).send()).await;
}

#[tokio::test]
async fn a_conversion_has_an_event_type() {
    let event = "one of `EventTypeId`, `EventTypeCode` or `ActionTrackerId` is required";
    rejected_sale(bare().click_id("c1"), event).await;
    accepted_sale(sale()).await;
    accepted_sale(bare().click_id("c1").event_type_code("SALE")).await;
    accepted_sale(bare().click_id("c1").action_tracker_id("8180")).await;
}

#[tokio::test]
async fn a_conversion_has_an_attribution_key() {
    rejected_sale(bare().event_type_id("8180"), "these are the attribution keys").await;
    rejected_sale(bare().event_type_id("8180").sub_id1("x"), "one of `ClickId`, ").await;
    for keyed in [
        bare().custom_click_id("c"),
        bare().customer_id("c"),
        bare().promo_code("c"),
        bare().order_promo_code("c"),
        bare().unique_url("https://example.com/c"),
        bare().caller_id("c"),
        bare().android_id("c"),
        bare().apple_ifv("c"),
        bare().media_id("1"),
        bare().media_partner_id("1"),
    ] {
        accepted_sale(keyed.event_type_id("8180")).await;
    }
    let both = "`MediaId` and `MediaPartnerId` cannot be combined";
    rejected_sale(sale().media_id("1").media_partner_id("1"), both).await;
}

#[tokio::test]
async fn amounts_have_a_currency() {
    let item = || ConversionItem::new().sku("CUP-1").quantity(1);
    let one = Decimal::ONE;
    for (conversion, name) in [
        (sale().amount(one), "Amount"),
        (sale().order_discount(one), "OrderDiscount"),
        (sale().money(3, one), "Money{n}"),
        (sale().item(item()).item(item().sub_total(one)), "ItemSubTotal{i}"),
        (sale().item(item().money(2, one)), "ItemMoney{i}_{n}"),
    ] {
        rejected_sale(conversion.clone(), &format!("(`{name}` is given)")).await;
        accepted_sale(conversion.currency_code("USD")).await;
    }
    accepted_sale(sale().item(item()).order_discount_rate(one)).await;
}

#[tokio::test]
async fn an_item_has_one_price() {
    let item = || ConversionItem::new().sku("CUP-1").quantity(1).price(Decimal::ONE);
    let both = sale().currency_code("USD").item(item()).item(item().sub_total(Decimal::ONE));
    let message = "element 2 of `Items`: `ItemPrice` and `ItemSubTotal` cannot be combined";
    rejected_sale(both, message).await;
    let total = ConversionItem::new().sku("POT-7").quantity(1).sub_total(Decimal::ONE);
    accepted_sale(sale().currency_code("USD").item(item()).item(total)).await;
}

#[tokio::test]
async fn a_deal_has_the_members_of_its_type() {
    let deal = |kind: &str| NewDeal::new("1000", "Sale", "ENTIRE_STORE", kind);
    let ten = || Decimal::from(10);
    let bogo =
        |deal: NewDeal| deal.bogo_buy_name("Cup").bogo_buy_quantity(2).bogo_buy_scope("PRODUCT");
    let bogo = |deal: NewDeal| bogo(deal).bogo_get_name("Lamp").bogo_get_quantity(1);
    for (rejected_deal, message) in [
        (deal("GENERAL_SALE"), "is required when `Type` is `GENERAL_SALE`"),
        (deal("GENERAL_SALE").discount_amount(ten()), "`DiscountAmount` with `DiscountCurrency`"),
        (deal("GENERAL_SALE").discount_percent_range_start(ten()), "`DiscountPercentRangeEnd`"),
        (deal("GIFT_WITH_PURCHASE"), "`Gift` is required"),
        (deal("REBATE").rebate_amount(ten()), "(missing: `RebateCurrency`)"),
        (bogo(deal("BOGO")), "(missing: `BogoGetScope`, `BogoGetDiscountType`)"),
    ] {
        rejected!(client => client.deals().create(rejected_deal.clone()), message);
    }
    for accepted_deal in [
        deal("GENERAL_SALE").discount_percent(ten()),
        deal("GENERAL_SALE").discount_maximum_percent(ten()),
        deal("GENERAL_SALE").discount_amount(ten()).discount_currency("USD"),
        deal("GIFT_WITH_PURCHASE").gift("Cup"),
        deal("REBATE").rebate_amount(ten()).rebate_currency("USD"),
        bogo(deal("BOGO")).bogo_get_scope("CATEGORY").bogo_get_discount_type("FREE"),
        deal("FREE_SHIPPING"),
        deal("A_TYPE_TO_COME"),
    ] {
        accepted(|client| client.deals().create(accepted_deal.clone()).send()).await;
    }
}

#[tokio::test]
async fn a_deal_has_the_members_of_its_scope() {
    let deal = |scope: &str| NewDeal::new("1000", "Sale", scope, "FREE_SHIPPING");
    for (rejected_deal, message) in [
        (deal("PRODUCT"), "`ProductName` is required when `Scope` is `PRODUCT`"),
        (deal("CATEGORY"), "`Categories` is required when `Scope` is `CATEGORY`"),
        (deal("ENTIRE_STORE").product_name("Cup"), "`ProductName` can be set only when `Scope`"),
        (deal("PRODUCT").product_name("Cup").categories(["A"]), "`Categories` can be set only"),
    ] {
        rejected!(client => client.deals().create(rejected_deal.clone()), message);
    }
    for accepted_deal in [deal("PRODUCT").product_name("Cup"), deal("CATEGORY").categories(["A"])] {
        accepted(|client| client.deals().create(accepted_deal.clone()).send()).await;
    }
    // a change may omit members that the deal has
    let change = || impact_brand::deals::DealChange::new().discount_type("FIXED");
    accepted(|client| client.deals().update("3", change()).send()).await;
}

#[tokio::test]
async fn an_ad_has_the_members_of_its_type() {
    let ad = |kind: &str| NewAd::new("1000", "Ropes", kind, "ENGLISH");
    for (rejected_ad, message) in [
        (ad("BANNER").link_text("x"), "`AdCodeTemplate` or `BannerCreativeFile` is required"),
        (ad("COUPON"), "`CouponLinkName` is required when `AdType` is `COUPON`"),
        (ad("TEXT_LINK"), "`LinkText` is required when `AdType` is `TEXT_LINK`"),
    ] {
        rejected!(client => client.ads().create(rejected_ad.clone()), message);
    }
    for accepted_ad in [
        ad("BANNER").banner_creative_file(Upload::bytes("a.png", "…")),
        ad("BANNER").ad_code_template("<p>"),
        ad("COUPON").coupon_link_name("x"),
        ad("TEXT_LINK").link_text("x"),
    ] {
        accepted(|client| client.ads().create(accepted_ad.clone()).send()).await;
    }
}

#[tokio::test]
async fn an_inquiry_is_resolved_with_a_reason_or_an_event_type() {
    let resolve =
        |client: &Client, status: &str| client.action_inquiries().update("0778987", status);
    let declined = "`RejectReason` is required when `ResolutionStatus` is `DECLINED`";
    rejected!(client => resolve(client, "DECLINED"), declined);
    let valid = "`ActionTrackerId` is required when `ResolutionStatus` is `VALID`";
    rejected!(client => resolve(client, "VALID").reject_reason("Other"), valid);
    accepted(|client| resolve(client, "DECLINED").reject_reason("Other").send()).await;
    accepted(|client| resolve(client, "VALID").action_tracker_id("04636").send()).await;
    accepted(|client| resolve(client, "INCOMPLETE").send()).await;
}

#[tokio::test]
async fn an_action_is_identified_by_its_id_or_its_order() {
    let identified = "`ActionId` or `ActionTrackerId` with `OrderId` is required";
    let without_type = || ActionRef::by_order("", "A-1");
    rejected!(client => client.actions().reverse(without_type(), "OTHER"), identified);
    rejected!(client => client.actions().update("", "ORDER_UPDATE"), identified);
    let order = ActionRef::by_order("04636", "A-1");
    accepted(|client| client.actions().reverse(order.clone(), "OTHER").send()).await;
    accepted(|client| client.actions().reverse("1.2.3", "OTHER").send()).await;

    let item = || ActionItemChange::new("CUP-1").amount(Decimal::ONE);
    let change = |client: &Client| client.actions().update("1.2.3", "ORDER_UPDATE");
    let whole = |client: &Client| change(client).amount(Decimal::ONE);
    let twice = "the first item uses the same wire name for its amount";
    rejected!(client => whole(client).item(item()), twice);
    let both = "element 1 of `Items`: `Amount` and `ItemSubTotalDelta`";
    let delta = || item().item_sub_total_delta(Decimal::ONE);
    rejected!(client => change(client).item(delta()), both);
    accepted(|client| whole(client).send()).await;
    accepted(|client| change(client).item(item()).send()).await;
}

#[tokio::test]
async fn other_constraints() {
    let note = |client: &Client| client.notes().create("1000", "20002");
    rejected!(client => note(client), "`Content` or `Attachment` is required");
    accepted(|client| note(client).content("Called.").send()).await;

    let approve = |client: &Client| client.tracking_value_requests().approve("0055555");
    rejected!(client => approve(client).deal_id("3"), "`UrlId` or `AssignedPhoneNumberId`");
    let code = "`CreditPolicy` and `MatchMode` are required when `PromoCode` is set";
    rejected!(client => approve(client).promo_code("A").match_mode("LI"), code);
    accepted(|client| approve(client).url_id("00007").send()).await;

    let contact = || NewContact::new("Cy", "Example", "cy@example.com", ["20002"]);
    let country = "`WorkPhoneNumberCountry` is required when `WorkPhoneNumber` is set";
    let alone = || contact().work_phone_number("5550100133");
    rejected!(client => client.contacts().create("1000", alone()), country);
    accepted(|client| client.contacts().create("1000", contact()).send()).await;

    let items = |second: CatalogItem| [CatalogItem::new().catalog_item_id("1"), second];
    let nameless = || items(CatalogItem::new().name("Cup"));
    let update = "element 2: `CatalogItemId` is required";
    rejected!(client => client.catalogs().update_items("99001", nameless()), update);
    let named = || items(CatalogItem::new().catalog_item_id("2"));
    accepted(|client| client.catalogs().update_items("99001", named()).send()).await;
}
