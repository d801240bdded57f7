//! Bulk writes: many elements with one outcome each, a ledger of what was sent, and verdicts.

mod element;
mod engine;
mod in_flight;
mod key;
mod ledger;
mod ledger_file;
mod line;
mod lock;
mod outcome;
mod record;
mod schedule;
mod settle;
mod sweep;
mod verdict;
mod verdicts;
mod write;

pub use element::{Elements, FromStream, from_stream};
pub use outcome::{Outcome, OutcomeState};
pub use schedule::{ReadPolicy, Schedule};
pub use sweep::{Dates, NextPage, PageFacts, Sweep};
pub use verdict::{Verdict, VerdictState};
pub use verdicts::Verdicts;
pub use write::{Accepted, BulkWrite};
