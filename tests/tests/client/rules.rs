//! What the documents demand of a request beyond its required fields: a wrong one never leaves, a right
//! one does, and so does a wrong one that is not to be checked.

use std::error::Error as _;

use impact_brand::actions::ActionItemChange;
use impact_brand::ads::NewAd;
use impact_brand::catalogs::CatalogItem;
use impact_brand::contacts::NewContact;
use impact_brand::conversions::{Conversion, ConversionItem};
use impact_brand::deals::NewDeal;
use impact_brand::wire::{DateTime, Decimal, Upload};
use impact_brand::{Call, Client};

use crate::client;
use crate::server::{Server, json};

const OK: &str = r#"{"Status":"OK","Uri":"/Advertisers/IRAccountSid/X/1","QueuedUri":"/X/A-1"}"#;

/// Makes the call of a wrong request, which must say `why` and reach nobody; then without checks, so that
/// it is sent after all.
async fn wrong<T: Send + 'static>(call: impl Fn(&Client) -> Call<T>, why: &str) {
    let server = Server::new([json(200, OK)]);
    let client = client(&server.url);
    let Err(error) = call(&client).await else { panic!("not refused: {why}") };
    assert!(error.is_request() && !error.may_have_been_sent(), "{error}");
    assert!(error.source().is_none());
    let message = error.message().expect("a reason");
    assert!(message.contains(why), "{message}\nlacks: {why}");
    assert!(error.to_string().contains(message), "{error}");
    assert!(server.asked().is_empty(), "it was sent: {:?}", server.asked());
    if let Err(error) = call(&client).skip_validation().await {
        panic!("not sent without checks: {error}");
    }
    server.only();
}

/// Makes the call of a request that is right.
async fn right<T: Send + 'static>(call: impl Fn(&Client) -> Call<T>) {
    let server = Server::new([json(200, OK)]);
    if let Err(error) = call(&client(&server.url)).await {
        panic!("refused: {error}");
    }
    server.only();
}

fn bare() -> Conversion {
    let date: DateTime = "2026-01-15T22:55:32-08:00".parse().expect("a date");
    Conversion::new("1000", date, "A-1")
}

fn sale() -> Conversion {
    bare().event_type_id("8180").click_id("c1")
}

async fn wrong_sale(conversion: Conversion, why: &str) {
    wrong(|client| client.conversions().submit(conversion.clone()).send(), why).await;
}

async fn right_sale(conversion: Conversion) {
    right(|client| client.conversions().submit(conversion.clone()).send()).await;
}

#[tokio::test]
async fn a_conversion_names_its_event() {
    let event = "one of `EventTypeId`, `EventTypeCode` or `ActionTrackerId` is needed";
    wrong_sale(bare().click_id("c1"), event).await;
    right_sale(sale()).await;
    right_sale(bare().click_id("c1").event_type_code("SALE")).await;
    right_sale(bare().click_id("c1").action_tracker_id("8180")).await;
}

#[tokio::test]
async fn a_conversion_has_an_attribution_key() {
    wrong_sale(bare().event_type_id("8180"), "nothing else tells who is to be credited").await;
    wrong_sale(bare().event_type_id("8180").sub_id1("x"), "one of `ClickId`, ").await;
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
        right_sale(keyed.event_type_id("8180")).await;
    }
    let both = "`MediaId` and `MediaPartnerId` cannot be given together";
    wrong_sale(sale().media_id("1").media_partner_id("1"), both).await;
}

#[tokio::test]
async fn amounts_come_with_their_currency() {
    let item = || ConversionItem::new().sku("CUP-1").quantity(1);
    let one = Decimal::ONE;
    for (conversion, name) in [
        (sale().amount(one), "Amount"),
        (sale().order_discount(one), "OrderDiscount"),
        (sale().money(3, one), "Money{n}"),
        (sale().item(item()).item(item().sub_total(one)), "ItemSubTotal{i}"),
        (sale().item(item().money(2, one)), "ItemMoney{i}_{n}"),
    ] {
        wrong_sale(conversion.clone(), &format!("is given (`{name}` is)")).await;
        right_sale(conversion.currency_code("USD")).await;
    }
    right_sale(sale().item(item()).order_discount_rate(one)).await;
}

#[tokio::test]
async fn an_item_has_one_price() {
    let item = || ConversionItem::new().sku("CUP-1").quantity(1).price(Decimal::ONE);
    let both = sale().currency_code("USD").item(item()).item(item().sub_total(Decimal::ONE));
    let why = "element 2 of `Items`: `ItemPrice{i}` and `ItemSubTotal{i}` cannot be given together";
    wrong_sale(both, why).await;
    let total = ConversionItem::new().sku("POT-7").quantity(1).sub_total(Decimal::ONE);
    right_sale(sale().currency_code("USD").item(item()).item(total)).await;
}

#[tokio::test]
async fn a_deal_has_what_its_type_asks_for() {
    let deal = |kind: &str| NewDeal::new("1000", "Sale", "ENTIRE_STORE", kind);
    let ten = || Decimal::from(10);
    let bogo =
        |deal: NewDeal| deal.bogo_buy_name("Cup").bogo_buy_quantity(2).bogo_buy_scope("PRODUCT");
    let bogo = |deal: NewDeal| bogo(deal).bogo_get_name("Lamp").bogo_get_quantity(1);
    for (wrong_deal, why) in [
        (deal("GENERAL_SALE"), "is needed when `Type` is `GENERAL_SALE`"),
        (deal("GENERAL_SALE").discount_amount(ten()), "`DiscountAmount` with `DiscountCurrency`"),
        (deal("GENERAL_SALE").discount_percent_range_start(ten()), "`DiscountPercentRangeEnd`"),
        (deal("GIFT_WITH_PURCHASE"), "`Gift` is needed"),
        (deal("REBATE").rebate_amount(ten()), "(missing: `RebateCurrency`)"),
        (bogo(deal("BOGO")), "(missing: `BogoGetScope`, `BogoGetDiscountType`)"),
    ] {
        wrong(|client| client.deals().create(wrong_deal.clone()).send(), why).await;
    }
    for right_deal in [
        deal("GENERAL_SALE").discount_percent(ten()),
        deal("GENERAL_SALE").discount_maximum_percent(ten()),
        deal("GENERAL_SALE").discount_amount(ten()).discount_currency("USD"),
        deal("GIFT_WITH_PURCHASE").gift("Cup"),
        deal("REBATE").rebate_amount(ten()).rebate_currency("USD"),
        bogo(deal("BOGO")).bogo_get_scope("CATEGORY").bogo_get_discount_type("FREE"),
        deal("FREE_SHIPPING"),
        deal("A_TYPE_TO_COME"),
    ] {
        right(|client| client.deals().create(right_deal.clone()).send()).await;
    }
}

#[tokio::test]
async fn a_deal_names_what_its_scope_is_about() {
    let deal = |scope: &str| NewDeal::new("1000", "Sale", scope, "FREE_SHIPPING");
    for (wrong_deal, why) in [
        (deal("PRODUCT"), "`ProductName` is needed when `Scope` is `PRODUCT`"),
        (deal("CATEGORY"), "`Categories` is needed when `Scope` is `CATEGORY`"),
        (deal("ENTIRE_STORE").product_name("Cup"), "`ProductName` can be given only when `Scope`"),
        (deal("PRODUCT").product_name("Cup").categories(["A"]), "`Categories` can be given only"),
    ] {
        wrong(|client| client.deals().create(wrong_deal.clone()).send(), why).await;
    }
    for right_deal in [deal("PRODUCT").product_name("Cup"), deal("CATEGORY").categories(["A"])] {
        right(|client| client.deals().create(right_deal.clone()).send()).await;
    }
    // a change may leave out what the deal has already
    let change = || impact_brand::deals::DealChange::new().discount_type("FIXED");
    right(|client| client.deals().update("3", change()).send()).await;
}

#[tokio::test]
async fn an_ad_has_what_its_kind_asks_for() {
    let ad = |kind: &str| NewAd::new("1000", "Ropes", kind, "ENGLISH");
    for (wrong_ad, why) in [
        (ad("BANNER").link_text("x"), "`AdCodeTemplate` or `BannerCreativeFile` is needed"),
        (ad("COUPON"), "`CouponLinkName` is needed when `AdType` is `COUPON`"),
        (ad("TEXT_LINK"), "`LinkText` is needed when `AdType` is `TEXT_LINK`"),
    ] {
        wrong(|client| client.ads().create(wrong_ad.clone()).send(), why).await;
    }
    for right_ad in [
        ad("BANNER").banner_creative_file(Upload::bytes("a.png", "…")),
        ad("BANNER").ad_code_template("<p>"),
        ad("COUPON").coupon_link_name("x"),
        ad("TEXT_LINK").link_text("x"),
    ] {
        right(|client| client.ads().create(right_ad.clone()).send()).await;
    }
}

#[tokio::test]
async fn an_inquiry_is_settled_with_a_reason_or_an_event_type() {
    let settle = |client: &Client, how: &str| client.action_inquiries().update("0778987", how);
    let declined = "`RejectReason` is needed when `ResolutionStatus` is `DECLINED`";
    wrong(|client| settle(client, "DECLINED").send(), declined).await;
    let valid = "`ActionTrackerId` is needed when `ResolutionStatus` is `VALID`";
    wrong(|client| settle(client, "VALID").reject_reason("Other").send(), valid).await;
    right(|client| settle(client, "DECLINED").reject_reason("Other").send()).await;
    right(|client| settle(client, "VALID").action_tracker_id("04636").send()).await;
    right(|client| settle(client, "INCOMPLETE").send()).await;
}

#[tokio::test]
async fn an_action_is_named_in_one_way_or_the_other() {
    let named = "`ActionId` or `ActionTrackerId` with `OrderId` is needed";
    wrong(|client| client.actions().reverse("OTHER").order_id("A-1").send(), named).await;
    wrong(|client| client.actions().update("ORDER_UPDATE").send(), named).await;
    let order = |client: &Client| client.actions().reverse("OTHER").order_id("A-1");
    right(|client| order(client).action_tracker_id("04636").send()).await;
    right(|client| client.actions().reverse("OTHER").action_id("1.2.3").send()).await;

    let item = || ActionItemChange::new("CUP-1").amount(Decimal::ONE);
    let change = |client: &Client| client.actions().update("ORDER_UPDATE").action_id("1.2.3");
    let whole = |client: &Client| change(client).amount(Decimal::ONE);
    let twice = "the first item writes its amount under the same name";
    wrong(|client| whole(client).item(item()).send(), twice).await;
    let both = "element 1 of `Items`: `Amount{i}` and `ItemSubTotalDelta{i}`";
    let delta = || item().item_sub_total_delta(Decimal::ONE);
    wrong(|client| change(client).item(delta()).send(), both).await;
    right(|client| whole(client).send()).await;
    right(|client| change(client).item(item()).send()).await;
}

#[tokio::test]
async fn smaller_demands() {
    let note = |client: &Client| client.notes().create("1000", "20002");
    wrong(|client| note(client).send(), "`Content` or `Attachment` is needed").await;
    right(|client| note(client).content("Called.").send()).await;

    let approve = |client: &Client| client.tracking_value_requests().approve("0055555");
    wrong(|client| approve(client).deal_id("3").send(), "`UrlId` or `AssignedPhoneNumberId`").await;
    let code = "`CreditPolicy` and `MatchMode` are needed when `PromoCode` is given";
    wrong(|client| approve(client).promo_code("A").match_mode("LI").send(), code).await;
    right(|client| approve(client).url_id("00007").send()).await;

    let contact = || NewContact::new("Cy", "Example", "cy@example.com", ["20002"]);
    let country = "`WorkPhoneNumberCountry` is needed when `WorkPhoneNumber` is given";
    let alone = || contact().work_phone_number("5550100133");
    wrong(|client| client.contacts().create("1000", alone()).send(), country).await;
    right(|client| client.contacts().create("1000", contact()).send()).await;

    let items = |second: CatalogItem| [CatalogItem::new().catalog_item_id("1"), second];
    let nameless = || items(CatalogItem::new().name("Cup"));
    let update = "element 2: `CatalogItemId` is needed";
    wrong(|client| client.catalogs().update_items("99001", nameless()).send(), update).await;
    let named = || items(CatalogItem::new().catalog_item_id("2"));
    right(|client| client.catalogs().update_items("99001", named()).send()).await;
}
