//! Ledgers: what is on disk before something is sent, and how a run continues another one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use runtime::Error;
use runtime::bulk::{BulkWrite, Outcome, OutcomeState};
use runtime::polling::{Acceptance, Queued};
use runtime::runtime::internals;
use runtime::transport::{Body, BoxFuture, Incoming, Transport, TransportError};

use crate::api::{API, builder};
use crate::bulk_api::{Fault, Ledgered, conversion};
use crate::fake::Fake;
use crate::notes::{Note, Notes, Submission};

/// A folder that is removed when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let path = std::env::temp_dir().join(format!("bulk-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Returns a folder that another test has created.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn ledger(&self) -> PathBuf {
        self.0.join("orders.ledger")
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    /// Returns the lines of the ledger after the first.
    pub fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(self.ledger()).unwrap();
        text.lines().skip(1).map(str::to_owned).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

type Submitted = Outcome<Queued<Submission>>;

async fn run(notes: &Notes, orders: &[&str], ledger: &Path) -> Vec<Submitted> {
    try_run(notes, orders, ledger).await.unwrap()
}

async fn try_run(notes: &Notes, orders: &[&str], ledger: &Path) -> Result<Vec<Submitted>, Error> {
    let elements = orders.iter().map(|order| conversion(*order));
    let mut write = notes.submit_all(elements).concurrency(1).ledger(ledger);
    let mut outcomes = Vec::new();
    while let Some(outcome) = write.next().await {
        outcomes.push(outcome?);
    }
    Ok(outcomes)
}

fn shown(outcomes: &[Submitted]) -> String {
    let letter = |outcome: &Submitted| match &outcome.state {
        OutcomeState::Accepted(_) => 'a',
        OutcomeState::Refused(_) => 'r',
        OutcomeState::Unsent(_) => 'n',
        OutcomeState::Unknown(_) => 'u',
    };
    outcomes.iter().map(letter).collect()
}

fn service_with_faults() -> Ledgered {
    let service = Ledgered::new();
    service.fault("refused", [Fault::Invalid]);
    service.fault("lost", [Fault::ResetAfter]);
    service.fault("offline", [Fault::Refused]);
    service
}

#[tokio::test]
async fn another_run_continues_where_one_ended() {
    let (folder, service) = (Folder::new(), service_with_faults());
    let orders = ["accepted", "refused", "lost", "offline"];
    assert_eq!(shown(&run(&service.notes(), &orders, &folder.ledger()).await), "arun");
    assert_eq!(
        folder.lines(),
        [
            "sending 1800000000 OrderId=accepted",
            "accepted 1800000000 OrderId=accepted queued A-1",
            "sending 1800000000 OrderId=refused",
            "refused 1800000000 OrderId=refused 400 OrderId:OLD_EVENT",
            "sending 1800000000 OrderId=lost",
            "unknown 1800000000 OrderId=lost",
            "sending 1800000000 OrderId=offline",
            "unsent 1800000000 OrderId=offline",
        ]
    );
    // the input is longer, and only what surely had no effect is sent again
    let orders = ["accepted", "refused", "lost", "offline", "new"];
    let sent = service.requests("POST");
    let outcomes = run(&service.notes(), &orders, &folder.ledger()).await;
    assert_eq!(shown(&outcomes), "aruaa");
    assert_eq!(service.requests("POST") - sent, 2);
    assert_eq!(service.totals(), (4, 1));
    let OutcomeState::Accepted(queued) = &outcomes[0].state else { panic!() };
    assert_eq!((queued.id(), queued.acceptance()), (Some("A-1"), Acceptance::Queued));
    let refused = outcomes[1].error().unwrap();
    assert!(refused.is_bad_request() && refused.operation() == Some("submit"));
    assert_eq!(refused.field_errors()[0].field.as_deref(), Some("OrderId"));
    let unknown = outcomes[2].error().unwrap();
    assert!(unknown.is_outcome_unknown() && unknown.may_have_been_sent());
    assert!(!unknown.is_retryable());
}

/// A transport that requires the key of a conversion to be in a file.
#[derive(Clone, Debug)]
struct Recorded(Ledgered, PathBuf);

impl Transport for Recorded {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let form = request.body().to_bytes().unwrap();
        let form = String::from_utf8(form.to_vec()).unwrap();
        let text = fs::read_to_string(&self.1).unwrap();
        assert!(text.contains(&format!(" {form}\n")), "`{form}` is not in the ledger");
        self.0.send(request)
    }
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_on_disk() {
    let (folder, service) = (Folder::new(), Ledgered::new());
    let transport = Recorded(service.clone(), folder.ledger());
    let client = builder().transport(transport).clock(service.clock.clone()).build().unwrap();
    let elements = (0..100).map(|order| conversion(format!("order {order}/é")));
    let notes = Notes { client };
    let mut write = notes.submit_all(elements).concurrency(16).ledger(folder.ledger());
    let mut count = 0;
    while let Some(outcome) = write.next().await {
        let outcome = outcome.unwrap();
        assert!(outcome.is_accepted() && outcome.key == format!("order {count}/é"));
        // the outcome is on disk, too
        let text = fs::read_to_string(folder.ledger()).unwrap();
        assert!(text.contains(&format!(" OrderId=order%20{count}%2F%C3%A9 queued ")));
        count += 1;
    }
    assert_eq!(count, 100);
}

#[tokio::test]
async fn a_line_that_was_not_written_completely_is_ignored() {
    let (folder, service) = (Folder::new(), Ledgered::new());
    run(&service.notes(), &["a", "b"], &folder.ledger()).await;
    let text = fs::read_to_string(folder.ledger()).unwrap();
    // the outcome of `b` is lost
    fs::write(folder.ledger(), text.strip_suffix("d A-2\n").unwrap()).unwrap();
    let outcomes = run(&service.notes(), &["a", "b", "c"], &folder.ledger()).await;
    assert_eq!(shown(&outcomes), "aua");
    assert_eq!(service.totals(), (3, 1));
    // the next line does not continue the one that was cut off
    assert_eq!(folder.lines()[3..4], ["sending 1800000000 OrderId=c"]);
    // a header that was cut off is one of an empty ledger
    fs::write(folder.ledger(), &text[..10]).unwrap();
    assert_eq!(shown(&run(&service.notes(), &["z"], &folder.ledger()).await), "a");
}

async fn message(notes: &Notes, ledger: &Path) -> String {
    let error = try_run(notes, &["x"], ledger).await.unwrap_err();
    assert!(!error.may_have_been_sent());
    error.message().unwrap().replace(&*ledger.to_string_lossy(), "FILE")
}

#[tokio::test]
async fn other_files_are_rejected() {
    let (folder, service) = (Folder::new(), Ledgered::new());
    let (path, notes) = (folder.ledger(), service.notes());
    for text in ["ledger of accounts", "Id,Name\n1,Mug\n", "\u{feff}", "ledger\n", "\n"] {
        fs::write(&path, text).unwrap();
        assert_eq!(message(&notes, &path).await, "`FILE`: expected a ledger, found another file");
        // it is not changed
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    fs::remove_file(&path).unwrap();
    run(&notes, &["a"], &path).await;
    let text = fs::read_to_string(&path).unwrap();
    for (from, to, expected) in [
        ("ledger 1 ", "ledger 2 ", "expected a ledger of version 1, found version 2"),
        (" submit ", " change ", "expected a ledger of `submit`, found one of `change`"),
        ("accepted 1800000000 ", "accept ", "line 3: unknown event `accept`"),
        ("sending 18", "sending x", "line 2: expected a time in seconds"),
        (" queued ", " queue ", "line 3: expected `queued`, `immediate` or `unspecified`"),
        (" OrderId=a queued", " OrderId queued", "line 3: expected a key, such as `Name=value`"),
    ] {
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        assert_eq!(message(&notes, &path).await, format!("`FILE`: {expected}"));
    }
    fs::write(&path, &text).unwrap();
    let other = internals::client_builder(&API, "ANOTHER", "TOKEN").transport(service.clone());
    let other = Notes { client: other.build().unwrap() };
    assert_eq!(
        message(&other, &path).await,
        "`FILE`: expected a ledger of this account, found one of `submit` of another"
    );
    assert_eq!(service.totals(), (1, 1));
    let missing = try_run(&notes, &["x"], Path::new("/no/such/folder/ledger")).await.unwrap_err();
    assert!(missing.is_local() && missing.to_string().contains("cannot lock the ledger: "));
}

#[cfg(unix)]
#[tokio::test]
async fn a_device_or_a_pipe_is_no_ledger() {
    let (folder, service) = (Folder::new(), Ledgered::new());
    let pipe = folder.ledger();
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [&*pipe, Path::new("/dev/null"), Path::new("/dev/zero")] {
        // a lock beside a device is an error already, unless the user may create it
        let error = try_run(&service.notes(), &["a"], path).await.unwrap_err();
        assert!(error.is_request() || error.is_local(), "{error:?}");
        assert!(!error.may_have_been_sent());
    }
    assert!(message(&service.notes(), &pipe).await.contains("found another file"));
    assert_eq!(service.requests("POST"), 0);
}

#[tokio::test]
async fn a_ledger_is_used_by_one_run_at_a_time() {
    let (folder, service) = (Folder::new(), Ledgered::new());
    let notes = service.notes();
    let mut write = notes.submit_all(["a", "b"].map(conversion)).ledger(folder.ledger());
    write.next().await.unwrap().unwrap();
    let error = try_run(&notes, &["c"], &folder.ledger()).await.unwrap_err();
    assert!(error.is_local(), "{error}");
    assert!(
        error.message().unwrap().contains("in use by another process, or by another write of this")
    );
    // a lock that is surely in use is not named
    let is_named = error.message().unwrap().contains("remove `");
    assert_eq!(is_named, cfg!(not(target_os = "linux")), "{error}");
    assert_eq!(folder.names().len(), 2);
    drop(write);
    assert_eq!(folder.names(), ["orders.ledger"]);
    run(&notes, &["c"], &folder.ledger()).await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_ledger_is_locked_under_all_of_its_names() {
    use std::os::unix::fs::symlink;
    let (folder, service) = (Folder::new(), Ledgered::new());
    let notes = service.notes();
    let [hard, soft] = ["hard", "soft"].map(|name| folder.0.join(name));
    // the target of the link does not exist yet
    symlink(folder.ledger(), &soft).unwrap();
    let mut write = notes.submit_all(["a"].map(conversion)).ledger(soft.clone());
    write.next().await.unwrap().unwrap();
    fs::hard_link(folder.ledger(), &hard).unwrap();
    for other in [&folder.ledger(), &hard, &soft] {
        let error = try_run(&notes, &["a"], other).await.unwrap_err();
        assert!(error.is_local(), "{error}");
        assert!(error.to_string().contains("the ledger is in use by another process"), "{error}");
    }
    drop(write);
    for other in [&folder.ledger(), &hard, &soft] {
        run(&notes, &["a"], other).await;
    }
    assert_eq!(service.totals(), (1, 1));
}

#[tokio::test]
async fn a_ledger_of_other_keys_is_rejected() {
    let (folder, service) = (Folder::new(), Ledgered::new());
    run(&service.notes(), &["a"], &folder.ledger()).await;
    let text = fs::read_to_string(folder.ledger()).unwrap();
    let (header, lines) = text.split_once('\n').unwrap();
    let (header, _) = header.rsplit_once(' ').unwrap();
    // the hash of parameters without the members of keys
    fs::write(folder.ledger(), format!("{header} cbf29ce484222325\n{lines}")).unwrap();
    assert_eq!(
        message(&service.notes(), &folder.ledger()).await,
        "`FILE`: expected a ledger of these parameters and keys, found one of `submit` with others"
    );
    assert_eq!(service.totals(), (1, 1));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_lock_of_a_process_that_was_killed_is_removed() {
    let (folder, service) = (Folder::new(), Ledgered::new());
    let notes = service.notes();
    let mut write = notes.submit_all(["a"].map(conversion)).ledger(folder.ledger());
    write.next().await.unwrap().unwrap();
    let lock = folder.names().into_iter().find(|name| name.contains(".lock-")).unwrap();
    drop(write);
    // the file of a process that has ended, and the one of another host
    fs::write(folder.0.join(&lock), "").unwrap();
    run(&notes, &["b"], &folder.ledger()).await;
    assert_eq!(folder.names(), ["orders.ledger"]);
    let (start, _) = lock.split_once(".lock-").unwrap();
    let other = format!("{start}.lock-0123456789abcdef-0123456789abcdef");
    fs::write(folder.0.join(&other), "").unwrap();
    let error = try_run(&notes, &["c"], &folder.ledger()).await.unwrap_err();
    assert!(error.message().unwrap().contains(&other), "{error}");
}

#[tokio::test]
async fn elements_of_an_idempotent_operation_are_sent_again_if_they_may_be_lost() {
    let folder = Folder::new();
    let fake = Fake::new([crate::fake::Outcome::Response(503, String::new())]);
    let notes = crate::api::notes_over(fake.clone());
    let elements = || ["1", "2"].map(|id| Note { id: Some(id.into()), ..Note::default() });
    for expected in [false, true, true] {
        let mut write = notes.update_all(elements()).ledger(folder.ledger());
        while let Some(outcome) = write.next().await {
            assert_eq!(outcome.unwrap().is_accepted(), expected);
        }
        fake.then([crate::fake::Outcome::Response(200, "OK".to_owned())]);
    }
    assert_eq!(fake.count(), 2);
    let last = folder.lines().split_off(4);
    assert_eq!(
        last[2..],
        ["accepted 1800000000 Id=2 unspecified", "accepted 1800000000 Id=1 unspecified"]
    );
}

#[tokio::test]
async fn runs_that_are_killed_never_send_anything_twice() {
    let orders: Vec<String> = (0..60).map(|order| order.to_string()).collect();
    for seed in 0..50_u64 {
        let (folder, service) = (Folder::new(), Ledgered::new());
        let mut random = Random(seed);
        for order in &orders {
            let faults = [
                Fault::Refused,
                Fault::Limited,
                Fault::ResetAfter,
                Fault::ResetBefore,
                Fault::Slow,
            ];
            if random.below(5) == 0 {
                service.fault(order, [faults[random.below(5) as usize]]);
            }
        }
        let mut outcomes = Vec::new();
        while outcomes.len() < orders.len() {
            let notes = service.notes();
            let elements = orders.iter().map(|order| conversion(order.as_str()));
            let write = notes.submit_all(elements).concurrency(7).ledger(folder.ledger());
            let polls = random.below(120) as usize;
            // dropped after a number of polls, as a process is killed at any time
            outcomes = outcomes_until_killed(write, polls).await;
        }
        for (order, outcome) in orders.iter().zip(&outcomes) {
            let received = service.received(order);
            match &outcome.state {
                OutcomeState::Accepted(_) => assert_eq!(received, 1, "seed {seed}: {order}"),
                OutcomeState::Unknown(_) => assert!(received <= 1, "seed {seed}: {order}"),
                _ => assert_eq!(received, 0, "seed {seed}: {order}"),
            }
        }
    }
}

/// Returns the outcomes of a write that is dropped after a number of polls. There are none while the last requests of the run
/// before it have not ended.
pub async fn outcomes_until_killed<T>(
    mut write: BulkWrite<'_, T>,
    polls: usize,
) -> Vec<Outcome<T>> {
    let (mut outcomes, polls) = (Vec::new(), AtomicUsize::new(polls));
    while let Some(Some(outcome)) = killed(write.next(), &polls).await {
        match outcome {
            Ok(outcome) => outcomes.push(outcome),
            Err(error) => {
                assert!(error.to_string().contains("the ledger is in use"), "{error}");
                tokio::task::yield_now().await;
                return Vec::new();
            }
        }
    }
    outcomes
}

/// Returns the result of a future, or `None` after a number of polls.
async fn killed<T>(future: impl Future<Output = T>, polls: &AtomicUsize) -> Option<T> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| {
        if polls.load(Ordering::SeqCst) == 0 {
            return std::task::Poll::Ready(None);
        }
        polls.fetch_sub(1, Ordering::SeqCst);
        future.as_mut().poll(context).map(Some)
    })
    .await
}

/// Random numbers from a seed.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}
