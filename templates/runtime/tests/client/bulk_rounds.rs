//! When and in which order the statuses of bulk writes are read.

use std::time::Instant;

use runtime::runtime::bulk::{Dates, NextPage, PageFacts, ReadPolicy, Schedule, Sweep};

fn waits(writes: usize, pages: u64) -> (Vec<u64>, u64) {
    let start = Instant::now();
    let mut schedule = Schedule::new(ReadPolicy::default(), writes, start);
    let (mut now, mut waits) = (start, Vec::new());
    loop {
        for _ in 0..pages {
            if schedule.permits_read() {
                schedule.count(1);
            }
        }
        let Some(wait) = schedule.wait(now) else { break };
        now += wait;
        waits.push(wait.as_secs());
    }
    (waits, schedule.reads())
}

#[test]
fn delays_grow_until_the_deadline() {
    let (waits, reads) = waits(10_000, 11);
    assert_eq!(waits[..5], [10, 15, 22, 33, 50]);
    assert_eq!(waits.iter().max(), Some(&600));
    assert!(reads <= 500, "{reads}");
    assert!(waits.iter().sum::<u64>() >= 7190, "{waits:?}");
}

#[test]
fn few_reads_are_spread_over_the_time() {
    // each round reads 10 pages of the 50 that 1,000 writes permit
    let (waits, reads) = waits(1_000, 10);
    assert_eq!(reads, 50);
    assert_eq!(waits.len(), 4);
    assert!(waits[0] > 600 && waits.iter().sum::<u64>() > 7000, "{waits:?}");
}

#[test]
fn few_writes_have_a_minimum_of_reads() {
    let (waits, reads) = waits(3, 1);
    assert!((15..=20).contains(&reads), "{reads}");
    assert_eq!(waits[..3], [10, 15, 22]);
}

/// Returns the pages that a round reads from a list of pages with these dates.
fn round(sweep: &mut Sweep, pages: &[(i64, i64)], since: i64) -> Vec<u64> {
    let mut read = vec![sweep.start()];
    loop {
        let page = *read.last().unwrap();
        let dates = pages.get(page as usize - 1);
        let dates = dates.and_then(|(first, last)| Dates::of([*first, *last].into_iter()));
        let (page_count, has_next) = (Some(pages.len() as u64), (page as usize) < pages.len());
        let len = usize::from(dates.is_some()) * 10;
        match sweep.advance(PageFacts { page_count, has_next, len, dates, margin: 0 }, since) {
            NextPage::Page(next) => read.push(next),
            NextPage::Complete | NextPage::Incomplete => return read,
        }
    }
}

#[test]
fn a_list_with_the_newest_first_is_read_until_the_time() {
    let pages = [(90, 80), (79, 70), (69, 60), (59, 50)];
    let mut sweep = Sweep::new(1);
    assert_eq!(round(&mut sweep, &pages, 75), [1, 2, 3]);
    assert_eq!(round(&mut sweep, &pages, 0), [1, 2, 3, 4]);
}

#[test]
fn a_list_with_the_oldest_first_is_read_from_its_end() {
    let pages = [(10, 19), (20, 29), (30, 39), (40, 49)];
    let mut sweep = Sweep::new(1);
    assert_eq!(round(&mut sweep, &pages, 35), [1, 4, 3, 2]);
    // the order is known, and a page was added, which may contain what is looked for
    let pages = [(10, 19), (20, 29), (30, 39), (40, 49), (50, 59)];
    assert_eq!(round(&mut sweep, &pages, 45), [4, 5, 4, 3]);
    assert_eq!(round(&mut sweep, &pages, 45), [5, 4, 3]);
}

#[test]
fn a_list_without_dates_is_read_completely() {
    let mut sweep = Sweep::new(1);
    let facts =
        |has_next| PageFacts { page_count: None, has_next, len: 10, dates: None, margin: 0 };
    sweep.start();
    assert_eq!(sweep.advance(facts(true), 0), NextPage::Page(2));
    assert_eq!(sweep.advance(facts(true), 0), NextPage::Page(3));
    assert_eq!(sweep.advance(facts(false), 0), NextPage::Complete);
}

#[test]
fn a_list_in_another_order_is_read_completely() {
    let mut sweep = Sweep::new(1);
    // the pages are not in order, or the items of one
    assert_eq!(round(&mut sweep, &[(80, 76), (90, 85), (18, 17), (90, 80)], 75), [1, 2, 3, 4]);
    let mut sweep = Sweep::new(1);
    assert_eq!(round(&mut sweep, &[(90, 80), (70, 79), (60, 50), (90, 80)], 75), [1, 2, 3, 4]);
    // equal dates show no order
    let mut sweep = Sweep::new(1);
    assert_eq!(round(&mut sweep, &[(20, 20), (20, 20), (90, 80)], 75), [1, 2, 3]);
    // from the end of a list that only seems to begin with the oldest status
    let mut sweep = Sweep::new(1);
    assert_eq!(round(&mut sweep, &[(10, 19), (90, 80), (30, 39), (40, 20)], 75), [1, 4, 3, 2, 1]);
}

#[test]
fn dates_without_an_offset_end_a_round_only_beyond_all_offsets() {
    let dates = |first, last| Dates::of([first, last].into_iter());
    let facts =
        |dates| PageFacts { page_count: Some(9), has_next: true, len: 10, dates, margin: 50 };
    let mut sweep = Sweep::new(1);
    sweep.start();
    assert_eq!(sweep.advance(facts(dates(90, 70)), 100), NextPage::Page(2));
    assert_eq!(sweep.advance(facts(dates(60, 50)), 100), NextPage::Page(3));
    assert_eq!(sweep.advance(facts(dates(49, 40)), 100), NextPage::Complete);
}

#[test]
fn an_empty_page_is_the_end_only_if_no_other_follows() {
    let empty =
        |page_count, has_next| PageFacts { page_count, has_next, len: 0, dates: None, margin: 0 };
    let mut sweep = Sweep::new(1);
    sweep.start();
    assert_eq!(sweep.advance(empty(Some(2), false), 0), NextPage::Incomplete);
    sweep.start();
    assert_eq!(sweep.advance(empty(None, true), 0), NextPage::Incomplete);
    sweep.start();
    assert_eq!(sweep.advance(empty(Some(1), false), 0), NextPage::Complete);
}
