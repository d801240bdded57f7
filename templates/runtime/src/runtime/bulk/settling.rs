//! Settling of a ledger: reads pages of statuses, and records what they decide.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::ledger::Ledger;
use super::ledger_file::{self, LedgerFile};
use super::settlement::{Settlement, SettlementState};
use super::settler::{Finding, Found, SettleAction, Settler};
use super::spec::SettleSpec;
use crate::runtime::call::{CallFuture, Response};
use crate::runtime::clock::BoxFuture;
use crate::runtime::codec::EncodeStruct;
use crate::runtime::config::Core;
use crate::runtime::error::Error;
use crate::runtime::jobs::StatusType;
use crate::runtime::paging::Page;
use crate::runtime::request::Request;

/// A ledger that is settled.
pub(super) struct Settling<S> {
    spec: &'static SettleSpec,
    ledger: Ledger,
    file: Option<LedgerFile>,
    settler: Settler,
    status: StatusType<S>,
    waiting: Waiting<S>,
}

/// What is waited for.
enum Waiting<S> {
    Nothing,
    Read(CallFuture<Response<Page<S>>>),
    Sleep(BoxFuture<()>),
    /// The settlements are written to the ledger before they are returned.
    Write(BoxFuture<Result<(), Error>>, Vec<Settlement<S>>),
}

impl<S: Send + 'static> Settling<S> {
    pub(super) fn new(
        spec: &'static SettleSpec,
        ledger: Ledger,
        file: Option<LedgerFile>,
        settler: Settler,
        status: StatusType<S>,
    ) -> Self {
        Self { spec, ledger, file, settler, status, waiting: Waiting::Nothing }
    }

    /// Performs actions until there are settlements; `None` if nothing is left to do.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        client: &Arc<Core>,
        page_size: Option<u32>,
    ) -> Poll<Result<Option<Vec<Settlement<S>>>, Error>> {
        loop {
            match &mut self.waiting {
                Waiting::Nothing => {}
                Waiting::Sleep(sleep) => {
                    ready!(sleep.as_mut().poll(context));
                    self.waiting = Waiting::Nothing;
                }
                Waiting::Write(write, settlements) => {
                    ready!(write.as_mut().poll(context))?;
                    let settlements = std::mem::take(settlements);
                    self.waiting = Waiting::Nothing;
                    return Poll::Ready(Ok(Some(settlements)));
                }
                Waiting::Read(read) => {
                    let page = ready!(Pin::new(read).poll(context));
                    self.waiting = self.page(page, client.seconds())?;
                    continue;
                }
            }
            self.waiting = match self.settler.next_action(client.clock.now(), client.seconds()) {
                SettleAction::Read(page) => Waiting::Read(self.read(client, page, page_size)),
                SettleAction::Sleep(duration) => Waiting::Sleep(client.clock.sleep(duration)),
                SettleAction::Done => return Poll::Ready(Ok(None)),
            };
        }
    }

    fn read(
        &self,
        client: &Arc<Core>,
        page: u64,
        page_size: Option<u32>,
    ) -> CallFuture<Response<Page<S>>> {
        let mut request = Request::new(client, self.spec.list);
        if let Some((paging, _)) = self.spec.list.paging {
            let size = page_size.unwrap_or(self.spec.page_size);
            request.parts.set_query_text(paging.page, page.to_string());
            request.parts.set_query_text(paging.size, size.to_string());
        }
        (self.status.page)(request)
    }

    /// Handles a page, and returns the write of what it decides.
    fn page(
        &mut self,
        page: Result<Response<Page<S>>, Error>,
        now: u64,
    ) -> Result<Waiting<S>, Error> {
        let response = match page {
            Ok(response) => response,
            // the next round reads it again
            Err(error) if error.is_temporary() => {
                self.settler.count_reads(error.attempts());
                return Ok(Waiting::Nothing);
            }
            Err(error) => return Err(error),
        };
        self.settler.count_reads(response.attempts);
        let page = response.value;
        let statuses: Vec<&dyn EncodeStruct> = page.items.iter().map(self.status.members).collect();
        let facts = (page.page_count, page.links.next.is_some());
        let found = self.settler.page(&self.ledger, &statuses, facts, now);
        let mut lines = String::new();
        for found in &found {
            for event in &found.events {
                event.write(&mut lines);
                self.ledger.apply(event.clone());
            }
        }
        let mut statuses: Vec<Option<S>> = page.items.into_iter().map(Some).collect();
        let found = found.into_iter().filter_map(|found| self.settlement_of(found, &mut statuses));
        let settlements: Vec<Settlement<S>> = found.collect();
        Ok(match (&self.file, lines.is_empty()) {
            (_, true) => Waiting::Nothing,
            (Some(file), false) => Waiting::Write(ledger_file::append(file, lines), settlements),
            (None, false) => Waiting::Write(Box::pin(std::future::ready(Ok(()))), settlements),
        })
    }

    fn settlement_of(&self, found: Found, statuses: &mut [Option<S>]) -> Option<Settlement<S>> {
        let record = self.ledger.get(found.record)?;
        let state = match found.finding {
            Finding::Processed(objects) => {
                let status = found.status.and_then(|at| statuses.get_mut(at)?.take());
                SettlementState::Processed { objects, status: status.map(Box::new) }
            }
            Finding::Rejected(error) => SettlementState::Rejected(error),
            Finding::Missing => SettlementState::NotFound,
            Finding::Identified => return None,
        };
        Some(Settlement::new(record.index, Some(&record.key), state))
    }

    /// Returns the settlements about what is not settled.
    pub(super) fn left(&self) -> Vec<Settlement<S>> {
        let unsettled = self.settler.unsettled();
        let mut left = Vec::new();
        for (at, record) in self.ledger.records().iter().enumerate() {
            if unsettled.contains(&at) {
                let state = SettlementState::Pending;
                left.push(Settlement::new(record.index, Some(&record.key), state));
            }
        }
        left
    }
}

impl<S> Drop for Settling<S> {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            file.close();
        }
    }
}
