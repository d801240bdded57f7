mod damage;
#[cfg(feature = "chrono")]
mod date_comparison;
mod date_conversions;
mod dates;
mod envelopes;
mod fixture;
mod lists;
mod names;
mod numbers;
mod privacy;
mod records;
mod reports;
mod serde_bridges;
mod texts;
mod types;
mod writing;
