//! A ledger: what was sent, and what became of it. Its text form has one line per event.
//!
//! ```text
//! ledger 1 submitConversion 5e0c…(account) 9a31…(parameters)
//! sending 1790000000 OrderId=A-1&EventTypeId=8180
//! accepted 1790000001 OrderId=A-1&EventTypeId=8180 queued A-4632dba3
//! refused 1790000001 OrderId=A-2&EventTypeId=8180 400 CampaignId: EventDate:NOT_A_DATE
//! unknown 1790000060 OrderId=A-3&EventTypeId=8180
//! unsent 1790000060 OrderId=A-4&EventTypeId=8180
//! processed OrderId=A-1&EventTypeId=8180 1000.4711.300133
//! rejected OrderId=A-5&EventTypeId=8180 200 ErrorType:Contract%20Error
//! missing OrderId=A-3&EventTypeId=8180
//! ```
//!
//! Fields are separated by spaces and percent-encoded. Times are in seconds since 1970. An element is sent after its line
//! `sending` is on disk.

use std::collections::HashMap;

use super::key::Key;
use super::line::{Event, parse};
use super::record::{Record, State};
use super::spec::BulkSpec;
use crate::runtime::position::{account_hash, hash, parse_hash};
use crate::runtime::request::RequestParts;

/// The format of the text form.
const VERSION: &str = "1";

/// What a ledger is about: an operation, an account, the parameters that all requests share, and the members of keys.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) operation: String,
    account: u64,
    parameters: u64,
}

impl Subject {
    /// Returns the subject of requests that share these parts, and whose elements have these members in their keys.
    pub(crate) fn of(parts: &RequestParts, spec: &BulkSpec) -> Self {
        let mut texts = Vec::new();
        for (name, text) in &parts.path {
            texts.extend([*name, text.as_str()]);
        }
        // an element with another key would be sent again
        texts.extend(spec.key);
        texts.extend(spec.qualifiers);
        Self {
            operation: parts.operation.id.to_owned(),
            account: account_hash(&parts.core.account),
            parameters: hash(&texts),
        }
    }

    /// Returns `true` for a ledger of this account.
    pub(crate) fn is_of_account(&self, account: &str) -> bool {
        self.account == account_hash(account)
    }

    /// Returns the first line of the text form.
    pub(crate) fn header(&self) -> String {
        let Self { operation, account, parameters } = self;
        format!("ledger {VERSION} {operation} {account:016x} {parameters:016x}\n")
    }

    /// Parses the first line of the text form.
    pub(crate) fn parse(line: &str) -> Result<Self, String> {
        let fields: Vec<&str> = line.split(' ').collect();
        match fields.as_slice() {
            ["ledger", version, operation, account, parameters] if *version == VERSION => {
                let parsed = parse_hash(account).zip(parse_hash(parameters));
                let (account, parameters) =
                    parsed.ok_or("line 1: expected hashes of the account and the parameters")?;
                Ok(Self { operation: (*operation).to_owned(), account, parameters })
            }
            ["ledger", version, ..] => {
                Err(format!("expected a ledger of version {VERSION}, found version {version}"))
            }
            _ => Err("expected a ledger, found another file".to_owned()),
        }
    }

    /// Describes how this subject differs from the one of a ledger, if it does.
    pub(crate) fn mismatch(&self, ledger: &Self) -> Option<String> {
        let own = &self.operation;
        if *own != ledger.operation {
            return Some(format!(
                "expected a ledger of `{own}`, found one of `{}`",
                ledger.operation
            ));
        }
        if self.account != ledger.account {
            return Some(format!(
                "expected a ledger of this account, found one of `{own}` of another"
            ));
        }
        (self.parameters != ledger.parameters).then(|| {
            format!(
                "expected a ledger of these parameters and keys, found one of `{own}` with others"
            )
        })
    }
}

/// The records of a bulk write, by key.
#[derive(Default)]
pub(crate) struct Ledger {
    records: Vec<Record>,
    by_key: HashMap<Key, usize>,
}

impl Ledger {
    /// Reads the lines after the header. Returns the ledger, or the reason why a line is not one of a ledger.
    pub(crate) fn read(lines: &str) -> Result<Self, String> {
        let mut ledger = Self::default();
        for (number, line) in lines.lines().enumerate() {
            let event = parse(line).map_err(|reason| format!("line {}: {reason}", number + 2))?;
            ledger.apply(event);
        }
        Ok(ledger)
    }

    /// Applies an event.
    pub(crate) fn apply(&mut self, event: Event) {
        let at = self.insert(event.key().clone());
        let Some(record) = self.records.get_mut(at) else { return };
        match event {
            Event::Sending { at, .. } => {
                record.was_unknown = record.state == State::Unknown;
                if !record.was_unknown {
                    record.first_sent_at = at;
                }
                (record.state, record.sent_at, record.is_missing) = (State::Unknown, at, false);
                record.ended_at = None;
            }
            Event::State { state, at, .. } => {
                (record.state, record.ended_at) = (state, Some(at));
            }
            Event::Decision { decision, .. } => {
                (record.is_missing, record.decision) = (decision.is_none(), decision);
            }
        }
    }

    /// Returns the number of the record for a key, which is created if there is none.
    pub(crate) fn insert(&mut self, key: Key) -> usize {
        if let Some(at) = self.by_key.get(&key) {
            return *at;
        }
        let at = self.records.len();
        self.by_key.insert(key.clone(), at);
        let (state, decision) = (State::Unsent, None);
        let record = Record {
            key,
            state,
            decision,
            is_missing: false,
            was_unknown: false,
            first_sent_at: 0,
            sent_at: 0,
            ended_at: None,
            index: None,
        };
        self.records.push(record);
        at
    }

    /// Returns a record.
    pub(crate) fn get(&self, at: usize) -> Option<&Record> {
        self.records.get(at)
    }

    /// Returns a record to change it.
    pub(crate) fn get_mut(&mut self, at: usize) -> Option<&mut Record> {
        self.records.get_mut(at)
    }

    /// Returns all records, in the order in which they were added.
    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }
}
