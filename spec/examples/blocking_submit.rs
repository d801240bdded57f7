//! Submits the conversions of a file with the blocking client, and prints what the service decides about each.
//!
//! A line of the file contains an order, a time and a click, separated by commas. The ledger records what was sent. A
//! run that was interrupted is continued by the next one, which sends nothing twice.
//!
//! An order that was in flight at that time is looked up in the list of submissions, ten minutes after it was sent. If it
//! is not there, its state is `NotFound`; `resend_not_found()` in a later run sends such orders again.

use std::{error::Error, fs};

use impact_brand::bulk::SettlementState;
use impact_brand::conversions::Conversion;
use impact_brand::{blocking::Client, wire::DateTime};

fn main() -> Result<(), Box<dyn Error>> {
    let (file, mut conversions) = (fs::read_to_string("orders.csv")?, Vec::new());
    for line in file.lines() {
        let [order, time, click] = line.split(',').collect::<Vec<_>>()[..] else {
            return Err(format!("expected an order, a time and a click, found `{line}`").into());
        };
        let conversion = Conversion::new("1000", time.parse::<DateTime>()?, order);
        conversions.push(conversion.event_type_id("8180").click_id(click));
    }
    let write = Client::from_env()?.conversions().submit_all(conversions).ledger("conversions.ledger");
    for settlement in write.settle() {
        let (order, state) = settlement.map(|settlement| (settlement.key, settlement.state))?;
        match state {
            SettlementState::Processed { objects, .. } => println!("{order}: action {objects:?}"),
            SettlementState::Rejected(error) => println!("{order}: {error}"),
            state => println!("{order}: {state:?}"),
        }
    }
    Ok(())
}
