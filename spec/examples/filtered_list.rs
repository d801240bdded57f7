//! Lists the pending actions of a program, and adds up their amounts by currency.
//!
//! Filters are methods of the request. The client requests the pages one after the other.

use std::collections::BTreeMap;
use std::error::Error;

use impact_brand::Client;
use impact_brand::actions::ActionState;
use impact_brand::wire::{DateTime, Decimal};

/// The program whose actions are listed.
const PROGRAM: &str = "1000";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let mut actions = client
        .actions()
        .list(PROGRAM)
        .state(ActionState::Pending)
        .action_date_start("2026-01-01T00:00:00Z".parse::<DateTime>()?)
        .action_date_end("2026-01-31T23:59:59Z".parse::<DateTime>()?)
        .items();

    let mut totals: BTreeMap<String, Decimal> = BTreeMap::new();
    while let Some(action) = actions.next().await {
        let action = action?;
        let id = action.id.unwrap_or_default();
        // An amount that is missing or cannot be read is `None`. It is not zero.
        match (action.amount, action.currency) {
            (Some(amount), Some(currency)) => {
                println!("{id}: {amount} {currency}");
                *totals.entry(currency).or_default() += amount;
            }
            _ => println!("{id}: no amount"),
        }
    }
    for (currency, total) in totals {
        println!("total: {total} {currency}");
    }
    Ok(())
}
