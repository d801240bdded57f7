//! Validation of date ranges before anything is sent.

use impact_brand::Error;
use impact_brand::wire::DateTime;

use crate::builder;
use crate::server::{Server, json};

const NOW: &str = "2026-11-01T00:00:00Z";

/// A clock whose time is fixed.
#[derive(Debug)]
struct At(&'static str);

impl impact_brand::transport::Clock for At {
    fn now(&self) -> std::time::Instant {
        std::time::Instant::now()
    }

    fn system_time(&self) -> std::time::SystemTime {
        let seconds = date(self.0).unix_timestamp().try_into().expect("a time after 1970");
        std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)
    }

    fn sleep(&self, _: std::time::Duration) -> impact_brand::transport::BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}

fn date(text: &str) -> DateTime {
    text.parse().expect("a time")
}

/// Lists actions with these filters; returns the message of the error, if nothing is sent.
async fn list(
    filters: impl FnOnce(impact_brand::actions::ListActions) -> impact_brand::actions::ListActions,
) -> Result<(), String> {
    let server = Server::serving(|_| json(200, r#"{"Actions":[]}"#));
    let client = builder(&server.url).clock(At(NOW)).build().expect("a client for loopback");
    let sent: Result<_, Error> = filters(client.actions().list("1000")).await;
    assert_eq!(server.received().len(), usize::from(sent.is_ok()));
    sent.map(drop).map_err(|error| {
        assert!(error.is_request() && !error.may_have_been_sent(), "{error:?}");
        error.message().expect("a message").to_owned()
    })
}

#[tokio::test]
async fn the_limits_of_a_date_range_are_checked() {
    let start = date("2026-09-17T00:00:00Z");
    list(|list| list.start_date(start).end_date(date(NOW))).await.expect("exactly 45 days");
    // the offset counts: an hour more than 45 days
    let message = list(|list| list.start_date(start).end_date(date("2026-11-01T00:00:00-01:00")));
    assert_eq!(
        message.await.unwrap_err(),
        "expected at most 45 days from `StartDate` to `EndDate`, found 46 days \
         (`items()` and `pages()` split one such range); use `skip_validation()` to send the request anyway"
    );
    let message = list(|list| list.start_date(date(NOW)).end_date(start)).await.unwrap_err();
    assert!(message.starts_with("`EndDate` is before `StartDate`;"), "{message}");
    let message = list(|list| list.start_date(start)).await.unwrap_err();
    assert!(message.starts_with("`StartDate` requires `EndDate`;"), "{message}");
    let message = list(|list| list.end_date(start)).await.unwrap_err();
    assert!(message.starts_with("`EndDate` requires `StartDate`;"), "{message}");
}

#[tokio::test]
async fn all_violations_are_listed() {
    let (old, later) = (date("2020-01-01T00:00:00Z"), date("2026-01-01T00:00:00Z"));
    let all = list(|list| list.start_date(old).end_date(later).action_date_end(later));
    assert_eq!(
        all.await.unwrap_err(),
        "expected at most 45 days from `StartDate` to `EndDate`, found 2192 days \
         (`items()` and `pages()` split one such range); expected a `StartDate` at most 1095 days ago, found 2496 days; \
         `ActionDateEnd` requires `ActionDateStart`; \
         use `skip_validation()` to send the request anyway"
    );
    list(|list| list.start_date(old).end_date(later).skip_validation()).await.expect("sent");
}

#[tokio::test]
async fn the_range_of_action_dates_has_a_maximum() {
    let (start, end) = (date("2026-01-01T00:00:00Z"), date("2026-02-15T00:00:01Z"));
    let message = list(|list| list.action_date_start(start).action_date_end(end)).await;
    let message = message.unwrap_err();
    assert!(message.starts_with("expected at most 45 days from `ActionDateStart`"), "{message}");
}

/// Returns the queries of the requests that a list sends.
async fn queries<T>(
    filters: impl FnOnce(impact_brand::actions::ListActions) -> T,
    stream: impl AsyncFnOnce(T),
) -> Vec<String> {
    let server = Server::serving(|_| json(200, r#"{"Actions":[]}"#));
    let client = builder(&server.url).clock(At(NOW)).build().expect("a client for loopback");
    stream(filters(client.actions().list("1000"))).await;
    let targets = server.received().into_iter().map(|received| received.target);
    targets
        .map(|target| target.split_once("CampaignId=1000&").expect("a query").1.replace("%3A", ":"))
        .collect()
}

async fn all_items(mut items: impact_brand::paging::Items<impact_brand::actions::Action>) {
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn each_date_filter_has_its_own_parameters() {
    let (start, end) = (date("2026-09-01T00:00:00Z"), date("2026-10-01T00:00:00Z"));
    let updated = queries(|list| list.updated_between(start, end).items(), all_items).await;
    assert_eq!(updated, ["StartDate=2026-09-01T00:00:00Z&EndDate=2026-10-01T00:00:00Z"]);
    let occurred = queries(|list| list.occurred_between(start, end).items(), all_items).await;
    assert_eq!(
        occurred,
        ["ActionDateStart=2026-09-01T00:00:00Z&ActionDateEnd=2026-10-01T00:00:00Z"]
    );
    let locking = queries(|list| list.locking_between(start, end).items(), all_items).await;
    assert_eq!(
        locking,
        ["LockingDateStart=2026-09-01T00:00:00Z&LockingDateEnd=2026-10-01T00:00:00Z"]
    );
}

#[tokio::test]
async fn a_long_range_is_split_below_the_documented_maximum() {
    let (start, end) = (date("2026-07-01T00:00:00Z"), date("2026-10-01T00:00:00Z"));
    let updated = queries(|list| list.updated_between(start, end).items(), all_items).await;
    assert_eq!(
        updated,
        [
            "StartDate=2026-07-01T00:00:00Z&EndDate=2026-08-14T00:00:00Z",
            "StartDate=2026-08-14T00:00:00Z&EndDate=2026-09-27T00:00:00Z",
            "StartDate=2026-09-27T00:00:00Z&EndDate=2026-10-01T00:00:00Z",
        ]
    );
    // the locking dates have no maximum
    let locking = queries(|list| list.locking_between(start, end).items(), all_items).await;
    assert_eq!(locking.len(), 1);
}

#[tokio::test]
async fn the_changes_since_a_time_are_listed_up_to_now() {
    let since = date("2026-10-01T00:00:00Z");
    let updated = queries(
        |list| list.updated_since(since),
        async |mut items| {
            assert!(items.next().await.is_none());
            // ten minutes before the end
            assert_eq!(items.state().to_string(), "0cb36b70e03d3d71/2026-10-31T23:50:00Z");
        },
    );
    assert_eq!(updated.await, [format!("StartDate=2026-10-01T00:00:00Z&EndDate={NOW}")]);
}
