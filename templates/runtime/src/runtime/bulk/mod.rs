//! Bulk writes: many elements with one outcome each, a ledger of what was sent, and what the service decides later.

mod core;
mod element;
mod engine;
mod in_flight;
mod key;
mod ledger;
mod ledger_file;
mod line;
mod list_item;
mod lock;
mod outcome;
mod record;
mod round;
mod schedule;
mod settlement;
mod settlements;
mod settler;
mod settling;
mod spec;
mod sweep;
mod write;

pub use element::{Elements, FromStream, from_stream};
pub use outcome::{Outcome, OutcomeState};
pub use schedule::{ReadPolicy, Schedule};
pub use settlement::{Settlement, SettlementState};
pub use settlements::Settlements;
pub use spec::{BulkSpec, SettleSpec};
pub use sweep::{Dates, NextPage, PageFacts, Sweep};
pub use write::BulkWrite;
