//! The state of settling a ledger: which statuses are looked for, and what a page of statuses decides. It performs no
//! I/O.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::{Duration, Instant};

use super::key::form_pairs;
use super::ledger::Ledger;
use super::line::Event;
use super::record::{Reasons, Record, RecordedDecision, RecordedReceipt, State};
use super::schedule::{ReadPolicy, Schedule};
use super::spec::SettleSpec;
use super::sweep::{Dates, NextPage, PageFacts, Sweep};
use crate::runtime::call::PollOutcome;
use crate::runtime::codec::{EncodeStruct, ValueRef, member};
use crate::runtime::error::Error;
use crate::runtime::jobs::{Acceptance, classify_status, texts};
use crate::runtime::wire::DateTime;

/// The time after which the list contains what was sent, in seconds. It also covers clocks that differ.
const GRACE: u64 = 10 * 60;

/// The next action of settling.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SettleAction {
    /// Read this page.
    Read(u64),
    /// Wait.
    Sleep(Duration),
    /// Nothing is left to do; what is not settled is pending.
    Done,
}

/// A record that a page of statuses settles.
pub(crate) struct Found {
    pub(crate) record: usize,
    /// The number of the status in the page.
    pub(crate) status: Option<usize>,
    pub(crate) finding: Finding,
    /// What the ledger records.
    pub(crate) events: Vec<Event>,
}

/// What a status decides about a record.
pub(crate) enum Finding {
    /// The record was processed, which resulted in these objects.
    Processed(Vec<String>),
    Rejected(Error),
    /// No status of the record is in the list.
    Missing,
}

/// The state of settling.
pub(crate) struct Settler {
    spec: &'static SettleSpec,
    /// The kind of the writes, if the statuses have kinds.
    kind: Option<&'static str>,
    /// Records that are not settled, by the id of their status.
    by_id: HashMap<String, usize>,
    /// The ids of all records of the ledger: the status of one is not that of another.
    known_ids: HashSet<String>,
    /// Records without an id that are not settled, by the first name and value of their key.
    by_key: HashMap<(String, String), Vec<usize>>,
    /// Records with an id that this round has not seen yet.
    unseen: BTreeSet<usize>,
    schedule: Schedule,
    sweep: Sweep,
    /// The page to read next in this round.
    page: Option<u64>,
    /// The time of the earliest write that is not settled.
    since: i64,
}

impl Settler {
    /// Starts to settle these records of a ledger.
    pub(crate) fn new(
        spec: &'static SettleSpec,
        operation: &str,
        ledger: &Ledger,
        records: &[usize],
        policy: ReadPolicy,
        now: Instant,
    ) -> Self {
        let first = spec.list.paging.map_or(1, |(paging, _)| paging.first);
        let kind = spec.kinds.iter().find(|(known, _)| *known == operation).map(|(_, kind)| *kind);
        let ids = ledger.records().iter().filter_map(|record| id_of(record).map(str::to_owned));
        let mut settler = Self {
            spec,
            kind,
            by_id: HashMap::new(),
            known_ids: ids.collect(),
            by_key: HashMap::new(),
            unseen: BTreeSet::new(),
            schedule: Schedule::new(policy, records.len(), now),
            sweep: Sweep::new(first),
            page: None,
            since: i64::MAX,
        };
        for at in records {
            let Some(record) = ledger.get(*at) else { continue };
            let sent_at = i64::try_from(record.sent_at).unwrap_or(i64::MAX);
            settler.since = settler.since.min(sent_at.saturating_sub(GRACE as i64));
            match id_of(record) {
                Some(id) => drop(settler.by_id.insert(id.to_owned(), *at)),
                None => {
                    let Some((name, text)) = record.key.pairs().next() else { continue };
                    let first = (name.into_owned(), text.into_owned());
                    settler.by_key.entry(first).or_default().push(*at);
                }
            }
        }
        settler.start_round();
        settler
    }

    fn start_round(&mut self) {
        self.page = Some(self.sweep.start());
        self.unseen = self.by_id.values().copied().collect();
    }

    fn is_settled(&self) -> bool {
        self.by_id.is_empty() && self.by_key.is_empty()
    }

    /// Returns the next action.
    pub(crate) fn next_action(&mut self, now: Instant) -> SettleAction {
        if self.is_settled() {
            return SettleAction::Done;
        }
        if let Some(page) = self.page.take() {
            return match self.schedule.permits_read() {
                true => SettleAction::Read(page),
                false => SettleAction::Done,
            };
        }
        match self.schedule.wait(self.sweep.pages(), now) {
            Some(wait) => {
                self.start_round();
                SettleAction::Sleep(wait)
            }
            None => SettleAction::Done,
        }
    }

    /// Counts the requests of a read.
    pub(crate) fn count_reads(&mut self, requests: u32) {
        self.schedule.count(requests);
    }

    /// Returns the records that are not settled.
    pub(crate) fn unsettled(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.by_id.values().copied().collect();
        all.extend(self.by_key.values().flatten());
        all.sort_unstable();
        all
    }

    /// Handles a page of statuses. Returns the records that it settles.
    pub(crate) fn page(
        &mut self,
        ledger: &Ledger,
        statuses: &[&dyn EncodeStruct],
        facts: (Option<u64>, bool),
        now: u64,
    ) -> Vec<Found> {
        let mut found = Vec::new();
        for (number, status) in statuses.iter().enumerate() {
            let Some(id) = texts(*status, self.spec.id).into_iter().next() else { continue };
            let Some((at, mut events)) = self.record_of(ledger, &id, *status) else { continue };
            self.unseen.remove(&at);
            let finding = match classify_status(*status, self.spec.poll) {
                PollOutcome::Done => {
                    let names = self.spec.objects.iter();
                    Finding::Processed(names.flat_map(|name| texts(*status, name)).collect())
                }
                PollOutcome::Failed(error) => {
                    Finding::Rejected(error.with_operation(self.spec.list))
                }
                PollOutcome::Pending => continue,
            };
            let Some(record) = ledger.get(at) else { continue };
            self.by_id.remove(&id);
            events.extend(decision_events(record, &finding));
            found.push(Found { record: at, status: Some(number), finding, events });
        }
        let dates = statuses.iter().filter_map(|status| self.date(*status));
        let (page_count, has_next) = facts;
        let dates = Dates::of(dates);
        let facts = PageFacts { page_count, has_next, len: statuses.len(), dates };
        // all statuses with an id have been seen, and those without are looked for in all pages
        if self.unseen.is_empty() && self.by_key.is_empty() {
            self.sweep.advance(facts, self.since);
            return found;
        }
        match self.sweep.advance(facts, self.since) {
            NextPage::Page(page) => self.page = Some(page),
            NextPage::Complete => found.extend(self.missing(ledger, now)),
        }
        found
    }

    /// Returns the records without an id that the list would contain by now.
    fn missing(&mut self, ledger: &Ledger, now: u64) -> Vec<Found> {
        let mut found = Vec::new();
        for at in self.by_key.values().flatten() {
            let Some(record) = ledger.get(*at) else { continue };
            if now >= record.sent_at.saturating_add(GRACE) {
                let (finding, events) =
                    (Finding::Missing, decision_events(record, &Finding::Missing));
                found.push(Found { record: *at, status: None, finding, events });
            }
        }
        for missing in &found {
            self.forget_key(missing.record);
        }
        found
    }

    fn forget_key(&mut self, at: usize) {
        self.by_key.retain(|_, records| {
            records.retain(|other| *other != at);
            !records.is_empty()
        });
    }

    /// Returns the record of the status with this id, and the events by which a record without an id gets the one of the status.
    fn record_of(
        &mut self,
        ledger: &Ledger,
        id: &str,
        status: &dyn EncodeStruct,
    ) -> Option<(usize, Vec<Event>)> {
        if let Some(at) = self.by_id.get(id) {
            return Some((*at, Vec::new()));
        }
        if self.known_ids.contains(id) || self.by_key.is_empty() || !self.is_of_kind(status) {
            return None;
        }
        let at = self.match_key(ledger, status)?;
        let record = ledger.get(at)?;
        self.forget_key(at);
        self.by_id.insert(id.to_owned(), at);
        self.known_ids.insert(id.to_owned());
        let (acceptance, objects) = (Acceptance::Queued, Vec::new());
        let id = Some(id.to_owned());
        let state = State::Accepted(RecordedReceipt { acceptance, id, objects });
        Some((at, vec![Event::State { key: record.key.clone(), state }]))
    }

    fn is_of_kind(&self, status: &dyn EncodeStruct) -> bool {
        let found = self.spec.kind.and_then(|name| texts(status, name).into_iter().next());
        match (self.kind, found) {
            (Some(kind), Some(found)) => kind.eq_ignore_ascii_case(&found),
            _ => true,
        }
    }

    /// Returns the record whose key a status has: its first value, and no others than those of the key.
    fn match_key(&self, ledger: &Ledger, status: &dyn EncodeStruct) -> Option<usize> {
        let payload = self.spec.payload.and_then(|name| texts(status, name).into_iter().next());
        let payload: HashMap<_, _> = payload.iter().flat_map(|form| form_pairs(form)).collect();
        let value = |name: &str| -> Option<String> {
            let own = texts(status, name).into_iter().next();
            own.or_else(|| payload.get(name).map(|text| text.to_string()))
        };
        let date = self.date(status);
        let names: BTreeSet<&str> = self.by_key.keys().map(|(name, _)| name.as_str()).collect();
        let named = names.into_iter().filter_map(|name| Some((name.to_owned(), value(name)?)));
        let records = named.filter_map(|first| self.by_key.get(&first)).flatten().copied();
        records.into_iter().find(|at| {
            let Some(record) = ledger.get(*at) else { return false };
            let earliest = i64::try_from(record.sent_at.saturating_sub(GRACE)).unwrap_or(i64::MAX);
            let is_recent = date.is_none_or(|date| date >= earliest);
            let is_same = |name: &str, text: &str| value(name).is_none_or(|own| own == text);
            is_recent && record.key.pairs().all(|(name, text)| is_same(&name, &text))
        })
    }

    fn date(&self, status: &dyn EncodeStruct) -> Option<i64> {
        match member(status, self.spec.date?) {
            ValueRef::DateTime(date) => Some(date.unix_timestamp()),
            value => Some(value.scalar()?.parse::<DateTime>().ok()?.unix_timestamp()),
        }
    }
}

/// Returns the id of the status of a record.
fn id_of(record: &Record) -> Option<&str> {
    match &record.state {
        State::Accepted(receipt) => receipt.id.as_deref(),
        _ => None,
    }
}

fn decision_events(record: &Record, finding: &Finding) -> Vec<Event> {
    let key = record.key.clone();
    let decision = match finding {
        Finding::Processed(objects) => Some(RecordedDecision::Processed(objects.clone())),
        Finding::Rejected(error) => Some(RecordedDecision::Rejected(Reasons::of(error))),
        Finding::Missing => None,
    };
    vec![Event::Decision { key, decision }]
}
