//! Ten calls, to measure what a program that uses the crate costs to compile.

use impact_brand::Client;
use impact_brand::conversions::{Conversion, ConversionItem};
use impact_brand::wire::{DateTime, Decimal};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("run 0");
    let client = Client::builder("sid", "token").base_url("http://127.0.0.1:8080").build()?;
    println!("{:?}", client.actions().list("1000").send().await?);
    println!("{:?}", client.actions().get("1000.1.1").send().await?);
    println!("{:?}", client.partners().list().send().await?);
    println!("{:?}", client.jobs().get("1").send().await?);
    println!("{:?}", client.invoices().list().send().await?);
    println!("{:?}", client.contracts().list("1000").send().await?);
    println!("{:?}", client.deals().list().send().await?);
    println!("{:?}", client.promo_codes().list().send().await?);
    println!("{:?}", client.programs().list().send().await?);
    let date = "2026-01-15T22:55:32-08:00".parse::<DateTime>()?;
    let mug = ConversionItem::new().sku("MUG-1").quantity(2).sub_total(Decimal::new(3998, 2));
    let sale = Conversion::new("1000", date, "order-77")
        .event_type_id("30001")
        .click_id("Zk3f9a")
        .item(mug);
    println!("{:?}", client.conversions().submit(sale).send().await?);
    Ok(())
}
