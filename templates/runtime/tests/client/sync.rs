//! The items since the last run.

use runtime::paging::{SyncItems, SyncState};

use crate::archive::{Archive, DAY, NOW, time};
use crate::notes::Note;

const START: i64 = NOW - 100 * DAY;
const OVERLAP: i64 = 10 * 60;

fn daily() -> Vec<(i64, String)> {
    (0..100).map(|day| (START + day * DAY, day.to_string())).collect()
}

async fn days(items: &mut SyncItems<Note>) -> Vec<usize> {
    let mut days = Vec::new();
    while let Some(item) = items.next().await {
        days.push(item.unwrap().id.unwrap().as_str().parse().unwrap());
    }
    days
}

/// Writes a state and reads it again, as a program does between two runs.
fn stored(state: &SyncState) -> SyncState {
    let text = serde_json::to_string(state).unwrap();
    assert_eq!(text, format!("\"{state}\""));
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn each_run_begins_where_the_last_one_ended() {
    let archive = Archive::new(10, daily());
    let mut first = archive.list("1").since(time(START)).prefetch(3);
    assert_eq!(days(&mut first).await, (0..100).collect::<Vec<_>>());
    assert!(first.next().await.is_none());
    let state = stored(&first.state());
    assert_eq!(state.to_string(), "0cb36b70e03d3d71/2026-10-31T23:50:00Z");
    assert_eq!((state.since(), state.is_interrupted()), (time(NOW - OVERLAP), false));
    archive.advance(3600);
    let new = [(NOW, "100"), (NOW + 60, "101")].map(|(time, id)| (time, id.to_owned()));
    archive.0.items.lock().unwrap().extend(new);
    let mut second = archive.list("1").since(state);
    assert_eq!(days(&mut second).await, [100, 101]);
    assert_eq!(second.state().since(), time(NOW + 3600 - OVERLAP));
    let last = archive.requests().pop().unwrap();
    assert_eq!(last, "1?From=2026-10-31T23:50:00Z&Until=2026-11-01T01:00:00Z");
}

#[tokio::test]
async fn an_interrupted_run_is_continued_up_to_the_present() {
    let archive = Archive::new(10, daily());
    let mut first = archive.list("1").since(time(START));
    for _ in 0..37 {
        first.next().await.unwrap().unwrap();
    }
    let state = stored(&first.state());
    assert!(state.is_interrupted());
    assert_eq!(state.since(), time(START));
    archive.advance(3600);
    archive.0.items.lock().unwrap().push((NOW + 60, "100".to_owned()));
    let mut second = archive.list("1").since(state).prefetch(2);
    assert_eq!(days(&mut second).await, (37..=100).collect::<Vec<_>>());
    assert_eq!(second.state(), SyncState::from(time(NOW + 3600 - OVERLAP)));
}

#[tokio::test]
async fn an_update_that_is_visible_later_than_its_time_is_returned_by_the_next_run() {
    let archive = Archive::new(10, daily());
    let mut first = archive.list("1").since(time(START));
    assert_eq!(days(&mut first).await.len(), 100);
    archive.0.items.lock().unwrap().push((NOW - 300, "100".to_owned()));
    archive.advance(3600);
    assert_eq!(days(&mut archive.list("1").since(first.state())).await, [100]);
}

#[tokio::test]
async fn a_failed_run_ends_and_is_continued() {
    let archive = Archive::with(10, daily(), |state| {
        state.fault = Box::new(|count| (count == 4).then_some(500));
    });
    let mut first = archive.list("1").since(time(START));
    let mut count = 0;
    while let Some(Ok(_)) = first.next().await {
        count += 1;
    }
    assert!(first.next().await.is_none());
    let state = stored(&first.state());
    assert_eq!(count + days(&mut archive.list("1").since(state)).await.len(), 100);
}

#[tokio::test]
async fn a_clock_that_was_set_back_does_not_move_the_state_back() {
    let archive = Archive::new(10, daily());
    let mut items = archive.list("1").since(time(NOW + 60));
    assert!(items.next().await.is_none());
    assert_eq!(items.state(), SyncState::from(time(NOW + 60)));
}

#[tokio::test]
async fn a_state_is_bound_to_its_list() {
    let archive = Archive::new(10, daily());
    let mut first = archive.list("1").since(time(START));
    first.next().await.unwrap().unwrap();
    let mut other = archive.list("2").since(first.state());
    let error = other.next().await.unwrap().unwrap_err();
    assert!(error.message().unwrap().contains("other parameters"), "{error}");
}

#[test]
fn other_strings_are_no_state() {
    for text in [
        "",
        "x",
        "2026-01-01T00:00:00Z/",
        "2026-01-01/2026-02-01/x",
        "2026-01-01/0:start",
        "2026-01-01/2026-02-01/0:start",
        "0123456789abcdef/2026-01-01",
    ] {
        let error = text.parse::<SyncState>().unwrap_err();
        assert!(error.to_string().starts_with("expected the state"), "{text}");
    }
    let state: SyncState = "2026-01-01".parse().unwrap();
    assert_eq!(format!("{state:?}"), "SyncState { since: 2026-01-01 }");
}

#[tokio::test]
async fn a_state_that_was_changed_or_cut_off_is_none() {
    let archive = Archive::new(10, daily());
    let mut first = archive.list("1").since(time(START));
    first.next().await.unwrap().unwrap();
    for state in [first.state(), SyncState::from(time(START))] {
        let text = state.to_string();
        for end in 0..text.len() {
            assert!(text[..end].parse::<SyncState>().is_err(), "{}", &text[..end]);
        }
        for (at, digit) in text.char_indices().filter(|(_, own)| own.is_ascii_digit()) {
            let other = if digit == '9' { "0" } else { "9" };
            let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            assert!(changed.parse::<SyncState>().is_err(), "{changed}");
        }
    }
}
