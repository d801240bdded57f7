//! Filters whose names are checked before a request is sent.

use runtime::runtime::api::{FilterSpec, Operation};
use runtime::runtime::request::Request;

use crate::api::{BASE, LIST, notes_over};
use crate::fake::{Fake, Outcome};
use crate::notes::{ListNotes, Metadata};

static METADATA: Operation =
    Operation { id: "getMetadata", path: "/Accounts/{AccountSID}/{Id}/MetaData", ..BASE };

static FILTERS: FilterSpec = FilterSpec {
    parameter: "CampaignId",
    operation: &METADATA,
    target: "Id",
    list: "Filters",
    name: "Name",
};

const LISTED: &str =
    r#"{"Filters":[{"Name":"START_DATE"},{"Name":"Action Status"},{"Name":"SHOW_AD"}]}"#;

fn list(fake: &Fake) -> ListNotes {
    notes_over(fake.clone()).list("10/00")
}

async fn check(request: ListNotes) -> Result<ListNotes, runtime::Error> {
    let request: Request = request.0;
    request.checked::<Metadata, _>(&FILTERS, ListNotes).await
}

#[tokio::test]
async fn listed_filters_are_accepted_in_every_spelling() {
    let fake = Fake::bodies(&[LISTED, r#"{"Notes":[]}"#]);
    let request = list(&fake).media_id("5").filter("StartDate", "1").filter("show_ad", "1");
    let request = check(request.filter("ACTION_STATUS", "A").filter("ACTION_STATUS", "B")).await;
    request.unwrap().send().await.unwrap();
    let requests = fake.requests();
    assert!(requests[0].ends_with("/Accounts/ACCOUNT-CANARY/10%2F00/MetaData"), "{requests:?}");
    let query = "?MediaId=5&StartDate=1&show_ad=1&ACTION_STATUS=A&ACTION_STATUS=B";
    assert!(requests[1].ends_with(query), "{requests:?}");
}

#[tokio::test]
async fn unknown_filters_are_reported_with_suggestions() {
    let fake = Fake::bodies(&[LISTED]);
    let request = list(&fake).filter("ACTION_STATE", "A").filter("ACTION_STATE", "B");
    let error = check(request.filter("Start_Dat", "1").filter("xyz", "1")).await.unwrap_err();
    assert!(error.is_request() && !error.may_have_been_sent(), "{error:?}");
    assert_eq!(error.operation(), Some(LIST.id));
    assert_eq!(
        error.message().unwrap(),
        "unknown filter `ACTION_STATE`, did you mean `Action Status`?; \
         unknown filter `Start_Dat`, did you mean `START_DATE`?; unknown filter `xyz`; \
         the listed filters are `START_DATE`, `Action Status`, `SHOW_AD`"
    );
    // nothing but the list was requested
    assert_eq!(fake.count(), 1);
    let error = check(list(&Fake::bodies(&["{}"])).filter("A", "1")).await.unwrap_err();
    assert_eq!(error.message(), Some("unknown filter `A`; no filters are listed"));
}

#[tokio::test]
async fn a_list_that_cannot_be_fetched_is_an_error() {
    let fake = Fake::new([Outcome::Response(404, String::new())]);
    let error = check(list(&fake)).await.unwrap_err();
    assert!(error.is_not_found() && error.operation() == Some("getMetadata"), "{error:?}");
}
