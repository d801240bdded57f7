//! Downloads of jobs that continue after a lost connection.

use std::path::PathBuf;
use std::time::Duration;

use runtime::polling::{FinishedJob, JobHandle};
use runtime::retry::RetryPolicy;
use runtime::transport::{Rng, SystemRng};

use crate::api::builder;
use crate::fake::{Fake, FakeRng, Outcome};
use crate::notes::{Job, Notes};
use crate::server::{Server, response};

/// A path in a folder of its own, which is removed at the end.
struct Target(PathBuf);

impl Target {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("runtime-{:x}", SystemRng.next()));
        std::fs::create_dir(&folder).unwrap();
        Self(folder.join("report.csv"))
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.0).unwrap()
    }

    fn names(&self) -> usize {
        std::fs::read_dir(self.0.parent().unwrap()).unwrap().count()
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        std::fs::remove_dir_all(self.0.parent().unwrap()).unwrap();
    }
}

fn job(fake: &Fake, attempts: u32) -> JobHandle<Job> {
    let clock = fake.clock.clone();
    let builder = builder().transport(fake.clone()).clock(clock).rng(FakeRng::new([100]));
    let client = builder.retry(RetryPolicy::default().max_attempts(attempts)).build().unwrap();
    Notes { client }.job("77")
}

fn file(headers: &[(&'static str, &str)], body: &str, is_cut: bool) -> Outcome {
    part(200, headers, body, is_cut)
}

fn part(status: u16, headers: &[(&'static str, &str)], body: &str, is_cut: bool) -> Outcome {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Outcome::File(status, headers, body.to_owned(), is_cut)
}

const STRONG: [(&str, &str); 3] =
    [("etag", "\"v1\""), ("accept-ranges", "bytes"), ("content-length", "8")];

/// Returns the values of `Range` and `If-Range` of each request.
fn ranges(fake: &Fake) -> Vec<Option<(String, String)>> {
    let text = |sent: &crate::fake::Sent, name: &str| {
        Some(sent.headers.get(name)?.to_str().unwrap().to_owned())
    };
    let sent = fake.sent();
    sent.iter().map(|sent| Some((text(sent, "range")?, text(sent, "if-range")?))).collect()
}

fn rest_of(start: &str) -> Option<(String, String)> {
    Some((format!("bytes={start}-"), "\"v1\"".to_owned()))
}

#[tokio::test]
async fn a_file_without_a_validator_is_requested_from_its_start() {
    for headers in [
        &[][..],
        &[("etag", "\"v1\"")],
        &[("accept-ranges", "bytes")],
        &[("etag", "W/\"v1\""), ("accept-ranges", "bytes")],
        &[("etag", "\"v1\""), ("accept-ranges", "none")],
    ] {
        let fake = Fake::new([
            file(headers, "old,", true),
            file(headers, "ne", true),
            file(headers, "new,file", false),
        ]);
        let target = Target::new();
        assert_eq!(job(&fake, 4).save(&target.0).await.unwrap(), 8);
        assert_eq!((target.text().as_str(), target.names()), ("new,file", 1));
        assert_eq!(ranges(&fake), [None, None, None]);
        assert_eq!(fake.millis(), [100, 100]);
    }
}

#[tokio::test]
async fn only_the_rest_of_a_known_file_is_requested() {
    let fake = Fake::new([
        file(&STRONG, "abc", true),
        part(206, &[("content-range", "bytes 3-7/8"), ("etag", "\"v1\"")], "{\"", true),
        part(206, &[("content-range", "bytes 5-7/8")], "<ht", false),
    ]);
    let target = Target::new();
    assert_eq!(job(&fake, 4).save(&target.0).await.unwrap(), 8);
    assert_eq!(target.text(), "abc{\"<ht");
    assert_eq!(ranges(&fake), [None, rest_of("3"), rest_of("5")]);
}

#[tokio::test]
async fn a_part_that_ends_before_the_file_is_continued() {
    for range in ["bytes 3-5/8", "bytes 3-7/8", "bytes 3-5/*"] {
        let first =
            || [file(&STRONG, "abc", true), part(206, &[("content-range", range)], "def", false)];
        let fake = Fake::new(first());
        fake.then([part(206, &[("content-range", "bytes 6-7/8")], "gh", false)]);
        let target = Target::new();
        assert_eq!(job(&fake, 4).save(&target.0).await.unwrap(), 8);
        assert_eq!(target.text(), "abcdefgh");
        assert_eq!(ranges(&fake), [None, rest_of("3"), rest_of("6")]);

        std::fs::write(&target.0, "old").unwrap();
        let error = job(&Fake::new(first()), 2).save(&target.0).await.unwrap_err();
        assert!(error.is_connection_closed(), "{error:?}");
        assert!(error.to_string().contains("the file ended after 6 of 8 bytes"), "{error}");
        assert_eq!((target.text().as_str(), target.names()), ("old", 1));
    }
}

#[tokio::test]
async fn a_part_of_a_file_without_a_length_may_not_be_its_end() {
    let unknown = [("etag", "\"v1\""), ("accept-ranges", "bytes")];
    let fake = Fake::new([
        file(&unknown, "abc", true),
        part(206, &[("content-range", "bytes 3-5/*")], "def", false),
        file(&unknown, "abcdefgh", false),
    ]);
    let target = Target::new();
    assert_eq!(job(&fake, 4).save(&target.0).await.unwrap(), 8);
    assert_eq!((target.text().as_str(), fake.count()), ("abcdefgh", 3));
}

#[tokio::test]
async fn the_length_of_a_file_is_known_from_a_part() {
    let unknown = [("etag", "\"v1\""), ("accept-ranges", "bytes")];
    let fake = Fake::new([
        file(&unknown, "abc", true),
        part(206, &[("content-range", "bytes 3-5/8")], "def", false),
        part(206, &[("content-range", "bytes 6-7/8")], "gh", false),
    ]);
    let target = Target::new();
    assert_eq!(job(&fake, 4).save(&target.0).await.unwrap(), 8);
    assert_eq!(target.text(), "abcdefgh");
}

#[tokio::test]
async fn two_versions_of_a_file_are_never_mixed() {
    let new = || file(&STRONG, "new,file", false);
    for answers in [
        // `If-Range` does not match
        vec![new()],
        // another part than the requested one
        vec![part(206, &[("content-range", "bytes 0-7/8")], "new,file", false), new()],
        vec![part(206, &[], "file", false), new()],
        // another version
        vec![
            part(206, &[("content-range", "bytes 3-7/8"), ("etag", "\"v2\"")], "mixed", false),
            new(),
        ],
        vec![part(206, &[("content-range", "bytes 3-9/10")], "mixed!!", false), new()],
        vec![Outcome::Response(416, String::new()), new()],
        vec![Outcome::Response(412, String::new()), new()],
    ] {
        let fake = Fake::new([file(&STRONG, "old", true)]);
        fake.then(answers);
        let target = Target::new();
        assert_eq!(job(&fake, 9).save(&target.0).await.unwrap(), 8);
        assert_eq!(target.text(), "new,file");
        assert_eq!(ranges(&fake)[1], rest_of("3"));
        assert_eq!(ranges(&fake).get(2).cloned().flatten(), None);
    }
}

#[tokio::test]
async fn the_retry_policy_limits_the_requests() {
    for (attempts, expected) in [(1, 1), (3, 3)] {
        let fake = Fake::new((0..9).map(|_| file(&[], "half", true)));
        let target = Target::new();
        std::fs::write(&target.0, "old").unwrap();
        let error = job(&fake, attempts).save(&target.0).await.unwrap_err();
        assert!(error.is_connection_closed() && error.is_retryable(), "{error:?}");
        assert_eq!(error.attempts(), attempts);
        assert_eq!((fake.count(), target.text().as_str(), target.names()), (expected, "old", 1));
    }
    // the budget of the client ends before the policy does
    let fake = Fake::new((0..99).map(|_| file(&[], "half", true)));
    job(&fake, 99).save(Target::new().0.clone()).await.unwrap_err();
    assert!((20..40).contains(&fake.count()), "{}", fake.count());
}

#[tokio::test]
async fn an_error_of_the_file_itself_is_final() {
    let fake = Fake::new([
        file(&[("content-encoding", "gzip")], "not gzip", false),
        file(&[], "a,b", false),
    ]);
    let target = Target::new();
    assert!(job(&fake, 4).save(&target.0).await.unwrap_err().is_decode());
    assert_eq!((fake.count(), target.names()), (1, 0));
}

fn status(state: &str) -> Outcome {
    Outcome::Response(200, format!(r#"{{"Id":"77","Status":"{state}"}}"#))
}

fn not_ready() -> Outcome {
    Outcome::Response(202, r#"{"Id":"77","Status":"RUNNING"}"#.to_owned())
}

async fn finished(fake: &Fake) -> FinishedJob<Job> {
    job(fake, 4).wait().deadline(Duration::from_secs(60)).await.unwrap()
}

#[tokio::test]
async fn a_file_that_does_not_exist_any_more_is_waited_for() {
    let fake = Fake::new([
        status("COMPLETED"),
        not_ready(),
        status("RUNNING"),
        status("COMPLETED"),
        not_ready(),
        status("COMPLETED"),
        file(&[], "a,b", false),
    ]);
    let target = Target::new();
    assert_eq!(finished(&fake).await.save(&target.0).await.unwrap(), 3);
    assert_eq!(target.text(), "a,b");
    // the interval grows although the job is complete in between
    assert_eq!(fake.sleeps(), [2, 3]);
}

#[tokio::test]
async fn waiting_again_has_the_deadline_of_the_first_wait() {
    let fake = Fake::new([status("COMPLETED"), not_ready()]);
    fake.then((0..40).map(|_| status("RUNNING")));
    let error = finished(&fake).await.save(Target::new().0.clone()).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(fake.sleeps().iter().sum::<u64>(), 60, "{:?}", fake.sleeps());
}

#[tokio::test]
async fn a_job_that_is_run_again_during_a_download_is_waited_for() {
    let fake = Fake::new([
        file(&[], "old", true),
        not_ready(),
        status("COMPLETED"),
        file(&[], "new,file", false),
    ]);
    let target = Target::new();
    assert_eq!(job(&fake, 4).save(&target.0).await.unwrap(), 8);
    assert_eq!(target.text(), "new,file");
    // without a lost connection, the handle does not wait
    let fake = Fake::new([not_ready()]);
    assert!(job(&fake, 4).save(&target.0).await.unwrap_err().is_not_ready());
    // a failure of the new run is an error
    let fake = Fake::new([file(&[], "old", true), not_ready(), status("FAILED")]);
    assert!(job(&fake, 4).save(&target.0).await.unwrap_err().is_rejected());
    assert_eq!(target.text(), "new,file");
}

#[tokio::test]
async fn a_range_is_requested_from_the_target_of_a_redirect() {
    let headers = [("etag", "\"v1\""), ("accept-ranges", "bytes")];
    let mut cut = response(200, &headers, "abcdefgh");
    cut.truncate(cut.len() - 5);
    let rest = response(206, &[("content-range", "bytes 3-7/8")], "defgh");
    let store = Server::new([cut, rest]);
    let location = format!("{}/signed", store.url);
    let redirect = || response(302, &[("location", &location)], "");
    let server = Server::new([redirect(), redirect()]);
    let policy = RetryPolicy::default().base_delay(Duration::ZERO);
    let client = builder().base_url(&server.url).retry(policy).build().unwrap();
    let target = Target::new();
    assert_eq!(Notes { client }.job("77").save(&target.0).await.unwrap(), 8);
    assert_eq!(target.text(), "abcdefgh");
    let received = &store.received()[1];
    assert_eq!(received.header("range"), Some("bytes=3-"));
    assert_eq!(received.header("if-range"), Some("\"v1\""));
    assert_eq!(received.header("authorization"), None);
}
