//! Submits 1,000 conversions, 32 at a time, and prints what the service decides about each.
//!
//! The ledger records what was sent. A run that was interrupted is continued by the next one, which sends nothing twice.
//!
//! An order that was in flight at that time is looked up in the list of submissions, ten minutes after it was sent. If it
//! is not there, its state is `NotFound`; `resend_not_found()` in a later run sends such orders again.

use std::error::Error;

use impact_brand::bulk::SettlementState;
use impact_brand::conversions::Conversion;
use impact_brand::{Client, wire::DateTime};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let date: DateTime = "2026-01-15T22:55:32-08:00".parse()?;
    let conversions = (1..=1000).map(|number| {
        let conversion = Conversion::new("1000", date, format!("ORDER-{number}"));
        conversion.event_type_id("8180").click_id("QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i1VHrWM0")
    });
    let outcomes = Client::from_env()?.conversions().submit_all(conversions).concurrency(32);
    let mut settlements = outcomes.ledger("conversions.ledger").settle();
    while let Some(settlement) = settlements.next().await {
        let (order, state) = settlement.map(|settlement| (settlement.key, settlement.state))?;
        match state {
            SettlementState::Processed { objects, .. } => println!("{order}: action {objects:?}"),
            SettlementState::Rejected(error) => println!("{order}: {error}"),
            state => println!("{order}: {state:?}"),
        }
    }
    Ok(())
}
