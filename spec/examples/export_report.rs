//! Exports a report, waits for it, and adds up an amount of its items while the file arrives.
//!
//! An export counts against a small quota. The id of the job can be saved, to continue in another process.

use std::error::Error;

use impact_brand::Client;
use impact_brand::types::ResultFormat;
use impact_brand::wire::{DateTime, Decimal};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let export = Client::from_env()?.reports().export("adv_cup_sales_by_day").campaign_id("1000");
    let export = export.start_time("2026-01-01T00:00:00Z".parse::<DateTime>()?);
    let export = export.end_time("2026-01-31T23:59:59Z".parse::<DateTime>()?);
    let job = export.result_format(ResultFormat::Json).fresh().await?;
    println!("started job {}", job.id());
    let mut progress = job.wait().progress();
    while let Some(status) = progress.next().await {
        println!("{} %", status?.percent.unwrap_or_default());
    }
    let (mut items, mut total) = (progress.finish().await?.records(), Decimal::ZERO);
    while let Some(item) = items.next().await {
        total += item?.parse::<Decimal>("Sale_Amount")?.unwrap_or_default();
    }
    println!("{} items, {total} in total", items.count());
    Ok(())
}
