//! The state of settling a ledger: which statuses are looked for, and what a page of statuses decides. It performs no
//! I/O.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use super::ledger::Ledger;
use super::line::Event;
use super::list_item::{ListItem, Match, Received, fold, received};
use super::record::{Reasons, Record, RecordedDecision, RecordedReceipt, State};
use super::round::Round;
use super::schedule::{ReadPolicy, Schedule};
use super::spec::SettleSpec;
use super::sweep::{Dates, NextPage, PageFacts, Sweep};
use crate::runtime::call::PollOutcome;
use crate::runtime::codec::EncodeStruct;
use crate::runtime::error::Error;
use crate::runtime::jobs::{Acceptance, classify_status, texts};
use crate::runtime::wire::NameIndex;

/// The time after which the list contains what was sent, in seconds. It also covers clocks that differ.
const GRACE: u64 = 10 * 60;

/// The next action of settling.
#[derive(PartialEq, Eq)]
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
    /// The status of the record was found by its key, and has no decision yet.
    Identified,
}

/// The state of settling.
pub(crate) struct Settler {
    spec: &'static SettleSpec,
    /// The kind of the writes, if the statuses have kinds.
    kind: Option<&'static str>,
    /// Records that are not settled, by the id of their status.
    by_id: HashMap<String, usize>,
    /// The ids of all records of the ledger: the status of one is not that of another.
    known_ids: NameIndex,
    /// Records without an id that are not settled, by the first name and the folded value of their key.
    by_key: HashMap<(String, String), Vec<usize>>,
    /// The names of the first members of these keys.
    first_names: Vec<String>,
    /// The names of the members in all keys of the ledger.
    names: Vec<String>,
    round: Round,
    schedule: Schedule,
    sweep: Sweep,
    /// The page to read next in this round.
    page: Option<u64>,
    /// The time of the earliest write that is not settled.
    since: i64,
    /// When settling began, in seconds since 1970.
    started_at: u64,
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
        started_at: u64,
    ) -> Self {
        let first = spec.list.paging.map_or(1, |(paging, _)| paging.first);
        let kind = spec.kinds.iter().find(|(known, _)| *known == operation).map(|(_, kind)| *kind);
        let (mut known_ids, mut names) = (NameIndex::default(), Vec::new());
        for (at, record) in ledger.records().iter().enumerate() {
            if let Some(id) = id_of(record) {
                known_ids.insert(id, at);
            }
            for (name, _) in record.key.pairs() {
                add_name(&mut names, &name);
            }
        }
        let mut settler = Self {
            spec,
            kind,
            by_id: HashMap::new(),
            known_ids,
            by_key: HashMap::new(),
            first_names: Vec::new(),
            names,
            round: Round::default(),
            schedule: Schedule::new(policy, records.len(), now),
            sweep: Sweep::new(first),
            page: None,
            since: i64::MAX,
            started_at,
        };
        for at in records {
            let Some(record) = ledger.get(*at) else { continue };
            settler.since = settler.since.min(earliest(record));
            match id_of(record) {
                Some(id) => drop(settler.by_id.insert(id.to_owned(), *at)),
                None => {
                    let Some((name, text)) = record.key.pairs().next() else { continue };
                    let first = (name.into_owned(), fold(&text));
                    add_name(&mut settler.first_names, &first.0);
                    settler.by_key.entry(first).or_default().push(*at);
                }
            }
        }
        settler.start_round();
        settler
    }

    fn start_round(&mut self) {
        self.page = Some(self.sweep.start());
        self.round = Round::new(self.by_id.values().copied().collect());
    }

    fn is_settled(&self) -> bool {
        self.by_id.is_empty() && self.by_key.is_empty()
    }

    /// Returns the next action at this time, which is also given in seconds since 1970.
    pub(crate) fn next_action(&mut self, now: Instant, seconds: u64) -> SettleAction {
        if self.is_settled() {
            return SettleAction::Done;
        }
        if let Some(page) = self.page.take() {
            return match self.schedule.permits_read() {
                true => {
                    self.round.request(page, seconds);
                    SettleAction::Read(page)
                }
                false => SettleAction::Done,
            };
        }
        match self.schedule.wait(now) {
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
    pub(crate) fn unsettled(&self) -> HashSet<usize> {
        let mut all: HashSet<usize> = self.by_id.values().copied().collect();
        for records in self.by_key.values() {
            all.extend(records);
        }
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
        let ids = statuses.iter().map(|status| texts(*status, self.spec.id).into_iter().next());
        let ids: Vec<Option<String>> = ids.collect();
        let mut found = Vec::new();
        for (number, (status, id)) in statuses.iter().zip(&ids).enumerate() {
            found.extend(self.find(ledger, (number, *status), id.as_deref(), now));
        }
        let facts = self.facts(statuses, facts);
        if self.ends_round(&ids, facts) {
            found.extend(self.missing(ledger));
        }
        found
    }

    /// Returns the record of a status with this number in its page, if it has to be changed.
    fn find(
        &mut self,
        ledger: &Ledger,
        (number, status): (usize, &dyn EncodeStruct),
        id: Option<&str>,
        now: u64,
    ) -> Option<Found> {
        let (at, mut events) = self.record_of(ledger, id, status, now)?;
        self.round.unseen.remove(&at);
        let finding = match classify_status(status, self.spec.poll) {
            PollOutcome::Done => {
                let objects = self.spec.objects.iter().flat_map(|name| texts(status, name));
                Finding::Processed(objects.collect())
            }
            PollOutcome::Failed(error) => Finding::Rejected(error.with_operation(self.spec.list)),
            // its id is recorded, so that the status is not taken for that of another element
            PollOutcome::Pending if events.is_empty() => return None,
            PollOutcome::Pending => Finding::Identified,
        };
        if !matches!(finding, Finding::Identified) {
            self.by_id.remove(id.unwrap_or_default());
            events.push(decision_event(ledger.get(at)?, &finding));
        }
        Some(Found { record: at, status: Some(number), finding, events })
    }

    /// Continues the round after a page with these ids. Returns `true` if it shows that all other records are absent.
    fn ends_round(&mut self, ids: &[Option<String>], facts: PageFacts) -> bool {
        if self.round.is_checking {
            return self.round.is_unchanged(ids);
        }
        if self.sweep.is_backwards() {
            self.round.read_backwards(ids);
        }
        let next = self.sweep.advance(facts, self.since);
        // all statuses with an id have been seen, and those without are looked for in all pages
        if self.round.unseen.is_empty() && self.by_key.is_empty() {
            return false;
        }
        self.page = match next {
            NextPage::Page(page) => Some(page),
            NextPage::Complete if self.by_key.is_empty() => None,
            NextPage::Complete => self.round.check(),
            NextPage::Incomplete => return false,
        };
        self.page.is_none()
    }

    /// Returns what a page shows about the list.
    fn facts(&self, statuses: &[&dyn EncodeStruct], facts: (Option<u64>, bool)) -> PageFacts {
        let received = statuses.iter().map(|status| received(self.spec, *status));
        // without the date of one, the order of the others is not known
        let received: Option<Vec<Received>> = received.collect();
        let received = received.unwrap_or_default();
        let margin = received.iter().map(|at| at.latest.saturating_sub(at.written)).max();
        PageFacts {
            page_count: facts.0,
            has_next: facts.1,
            len: statuses.len(),
            dates: Dates::of(received.iter().map(|at| at.written)),
            margin: margin.unwrap_or_default(),
        }
    }

    /// Returns the records without an id that all pages of this round would contain.
    fn missing(&mut self, ledger: &Ledger) -> Vec<Found> {
        let mut found = Vec::new();
        let Some(round_at) = self.round.started_at else { return found };
        for records in self.by_key.values() {
            for at in records {
                let Some(record) = ledger.get(*at) else { continue };
                // a call without an end was perhaps sending it until the ledger was opened again
                let ended_at = record.ended_at.unwrap_or(self.started_at);
                if round_at >= ended_at.saturating_add(GRACE) && !self.is_doubtful(*at, record) {
                    let finding = Finding::Missing;
                    let events = vec![decision_event(record, &finding)];
                    found.push(Found { record: *at, status: None, finding, events });
                }
            }
        }
        // in the order of the elements, not in that of the hashes
        found.sort_unstable_by_key(|missing| missing.record);
        for missing in &found {
            self.forget_key(missing.record);
        }
        found
    }

    /// Returns `true` if this round has read a status that may be the one of a record without an id.
    fn is_doubtful(&self, at: usize, record: &Record) -> bool {
        let first = record.key.pairs().next();
        let is_unidentified = first.is_some_and(|(name, _)| {
            let mut unidentified = self.round.unidentified.iter();
            unidentified.any(|(known, latest)| *known == name && earliest(record) <= *latest)
        });
        self.round.doubtful.contains(&at) || is_unidentified
    }

    fn forget_key(&mut self, at: usize) {
        self.by_key.retain(|_, records| {
            records.retain(|other| *other != at);
            !records.is_empty()
        });
    }

    /// Returns the record of a status, and the events by which a record without an id gets the one of the status.
    fn record_of(
        &mut self,
        ledger: &Ledger,
        id: Option<&str>,
        status: &dyn EncodeStruct,
        now: u64,
    ) -> Option<(usize, Vec<Event>)> {
        if let Some(at) = id.and_then(|id| self.by_id.get(id)) {
            return Some((*at, Vec::new()));
        }
        let is_known = id.is_some_and(|id| self.known_ids.get(id).is_some());
        if is_known || self.by_key.is_empty() || !self.is_of_kind(status) {
            return None;
        }
        let (at, id) = (self.match_key(ledger, &ListItem::new(self.spec, status), id)?, id?);
        let record = ledger.get(at)?;
        self.forget_key(at);
        self.by_id.insert(id.to_owned(), at);
        self.known_ids.insert(id, at);
        let (acceptance, objects) = (Acceptance::Queued, Vec::new());
        let id = Some(id.to_owned());
        let state = State::Accepted(RecordedReceipt { acceptance, id, objects });
        Some((at, vec![Event::State { key: record.key.clone(), state, at: now }]))
    }

    fn is_of_kind(&self, status: &dyn EncodeStruct) -> bool {
        let found = self.spec.kind.and_then(|name| texts(status, name).into_iter().next());
        match (self.kind, found) {
            (Some(kind), Some(found)) => kind.eq_ignore_ascii_case(&found),
            _ => true,
        }
    }

    /// Returns the record whose key a status has. If others may have the status too, or the status has no id, all of
    /// them are doubtful. A key that was sent exactly like this has precedence over one that may mean the same.
    fn match_key(
        &mut self,
        ledger: &Ledger,
        item: &ListItem<'_>,
        id: Option<&str>,
    ) -> Option<usize> {
        let candidates = self.candidates(ledger, item);
        // no two elements have the same key
        let exact = candidates.iter().find(|(_, is_same)| *is_same == Match::Exact);
        let only = match (exact, candidates.as_slice()) {
            (Some((at, _)), _) | (None, [(at, Match::Same)]) => Some(*at),
            _ => None,
        };
        let found = only.filter(|_| id.is_some());
        if found.is_none() {
            self.round.doubtful.extend(candidates.iter().map(|(at, _)| *at));
        }
        found
    }

    /// Returns the records without an id that a status may have.
    fn candidates(&mut self, ledger: &Ledger, item: &ListItem<'_>) -> Vec<(usize, Match)> {
        let received = item.received();
        // a date that cannot be read may be any
        let latest = received.map_or(i64::MAX, |received| received.latest);
        let mut found = HashSet::new();
        for name in &self.first_names {
            let Some(values) = item.folded_values(name) else {
                match self.round.unidentified.iter_mut().find(|(known, _)| known == name) {
                    Some((_, known)) => *known = latest.max(*known),
                    None => self.round.unidentified.push((name.to_owned(), latest)),
                }
                continue;
            };
            for value in values {
                if let Some(records) = self.by_key.get(&(name.to_owned(), value)) {
                    found.extend(records);
                }
            }
        }
        let compare = |at: usize| {
            let record = ledger.get(at).filter(|record| earliest(record) <= latest)?;
            let is_same = item.compare(&record.key, &self.names);
            (is_same != Match::Different).then_some((at, is_same))
        };
        found.into_iter().filter_map(compare).collect()
    }
}

/// Adds a name, unless it is there. There are few of them.
fn add_name(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

/// Returns the earliest time at which the list can contain a record, in seconds since 1970.
fn earliest(record: &Record) -> i64 {
    let sent_at = match record.state {
        State::Accepted(_) => record.sent_at,
        // an earlier request may have been received
        _ => record.first_sent_at,
    };
    i64::try_from(sent_at.saturating_sub(GRACE)).unwrap_or(i64::MAX)
}

/// Returns the id of the status of a record.
fn id_of(record: &Record) -> Option<&str> {
    match &record.state {
        State::Accepted(receipt) => receipt.id.as_deref(),
        _ => None,
    }
}

fn decision_event(record: &Record, finding: &Finding) -> Event {
    let key = record.key.clone();
    let decision = match finding {
        Finding::Processed(objects) => Some(RecordedDecision::Processed(objects.clone())),
        Finding::Rejected(error) => Some(RecordedDecision::Rejected(Reasons::of(error))),
        Finding::Missing | Finding::Identified => None,
    };
    Event::Decision { key, decision }
}
