//! Sends two conversions, and waits until the service has processed them.
//!
//! The service accepts a conversion first and checks it later. A conversion that it rejects is an error of `wait`.

use std::env;
use std::error::Error;

use impact_brand::Client;
use impact_brand::conversions::{Conversion, ConversionItem};
use impact_brand::wire::{DateTime, Decimal};

/// The program that the orders belong to.
const PROGRAM: &str = "1000";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = client()?;
    let date: DateTime = "2026-01-15T22:55:32-08:00".parse()?;
    let mut conversions = Vec::new();
    for (order, price) in [("ORDER-77", "39.98"), ("ORDER-78", "25.02")] {
        let mug =
            ConversionItem::new().sku("MUG-1").quantity(2).sub_total(price.parse::<Decimal>()?);
        let conversion = Conversion::new(PROGRAM, date, order)
            .event_type_id("8180")
            .click_id("QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i1VHrWM0")
            .currency_code("USD")
            .item(mug);
        let queued = client.conversions().submit(conversion).await?;
        // A program that does not wait can save the id, and look up the outcome later. A response without an id accepts
        // the conversion too.
        println!("{order}: queued as {}", queued.id().unwrap_or("(no id)"));
        conversions.push((order, queued));
    }
    for (order, queued) in conversions {
        match queued.wait().await {
            Ok(_) => println!("{order}: accepted"),
            Err(error) if error.is_rejected() => {
                let codes: Vec<&str> = error.codes().collect();
                println!("{order}: rejected: {}", codes.join(", "));
            }
            Err(error) if error.is_outcome_unknown() => println!("{order}: sent"),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Creates a client with the credentials in the environment. `IMPACT_BASE_URL` selects a test server.
fn client() -> Result<Client, Box<dyn Error>> {
    let Ok(url) = env::var("IMPACT_BASE_URL") else { return Ok(Client::from_env()?) };
    let (account, token) = (env::var("IMPACT_ACCOUNT_SID")?, env::var("IMPACT_AUTH_TOKEN")?);
    Ok(Client::builder(account, token).base_url(url).build()?)
}
