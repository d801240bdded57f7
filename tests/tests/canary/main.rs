//! The token appears in no `Debug`, `Display`, span, event, panic message or recording.
//!
//! Every type of `generated/API.txt` that implements `Debug` is shown, or has one of the shapes that the types of groups
//! have. A new type fails the test until it is shown here.
//!
//! This is a test program of its own: where another thread without a subscriber sends the first request, `tracing` may
//! disable the spans for all threads.

mod recorder;

use std::any::type_name;
use std::collections::BTreeSet;
use std::error::Error as _;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use impact_brand::actions::Action;
use impact_brand::blocking::{self, BlockingClock, UreqTransport};
use impact_brand::bulk;
use impact_brand::call::{Attempt, Method, Observer, StatusCode, WaitReason};
use impact_brand::conversions::Conversion;
use impact_brand::download::FileFormat;
use impact_brand::error::FieldError;
use impact_brand::inspect::{DECODERS, STREAMED};
use impact_brand::json::{DecodeReport, decode_with_report};
use impact_brand::paging::{Position, SyncState, concat};
use impact_brand::polling::Progress;
use impact_brand::quota::{QuotaMode, QuotaSnapshot, RetryAfter};
use impact_brand::retry::RetryPolicy;
use impact_brand::runtime::internals;
use impact_brand::testing::{FixedRng, MockFault, MockResponse, MockTransport};
use impact_brand::trace_context::TraceParent;
use impact_brand::transport::{
    Body, Incoming, ReqwestTransport, SystemClock, SystemRng, TransportError,
};
use impact_brand::wire::{
    Date, DateTime, DateTimeOrKeyword, Json, Map, Numbered, Upload, UploadSource,
};
use impact_brand::{Client, ClientBuilder, Error};

use recorder::Recorder;

/// A token that must not appear anywhere but in a header.
const TOKEN: &str = "TOKEN-CANARY";

/// The account and the token in `Authorization`.
const HEADER: &str = "SVJBY2NvdW50U2lkOlRPS0VOLUNBTkFSWQ==";

/// Types that no test can create. The modes of clients have no values.
const NOT_SHOWN: &[&str] = &["Async", "Blocking", "DateRangeError"];

/// What was printed, and the names of its types.
#[derive(Default)]
struct Shown {
    text: Vec<String>,
    types: BTreeSet<String>,
}

impl Shown {
    fn show<T: Debug>(&mut self, value: &T) {
        let name = type_name::<T>().split('<').next().unwrap_or_default();
        self.types.insert(name.rsplit("::").next().unwrap_or_default().to_owned());
        self.text.extend([format!("{value:?}"), format!("{value:#?}")]);
    }

    /// Shows an error and its sources.
    fn error(&mut self, error: &Error) {
        self.show(error);
        self.text.push(error.to_string());
        let mut source = error.source();
        while let Some(cause) = source {
            self.text.extend([format!("{cause:?}"), cause.to_string()]);
            source = cause.source();
        }
    }
}

/// An observer that keeps what it gets.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<(Attempt, WaitReason, String)>>>);

impl Observer for Seen {
    fn before_attempt(&self, attempt: &Attempt, headers: &mut http::HeaderMap) {
        let headers = format!("{headers:?}");
        self.0.lock().unwrap().push((*attempt, WaitReason::Retry, headers));
    }
}

fn builder() -> ClientBuilder {
    Client::builder("IRAccountSid", TOKEN)
        .calls_credentials("calls", TOKEN)
        .retry(RetryPolicy::default())
}

/// Returns responses that echo the token wherever the service could.
fn echoes(mock: &MockTransport) {
    let echo = |json: &str| MockResponse::json(json).header("set-cookie", format!("id={TOKEN}"));
    let link = format!("/Advertisers/IRAccountSid/Actions?Page=2&Token={TOKEN}");
    let page = format!(r#"{{"@nextpageuri":"{link}","Actions":[{{"Id":"1","New":"{TOKEN}"}}]}}"#);
    mock.expect("listActions").respond(echo(&page)).any_times();
    let job = format!(r#"{{"Status":"COMPLETED","New":"{TOKEN}"}}"#);
    mock.expect("getJobById").respond(echo(&job)).any_times();
    mock.expect("downloadJobResult").respond(echo(&format!("a,b\n{TOKEN},1\n"))).any_times();
    mock.expect("raw").fail(MockFault::ClosedAfter).respond(echo("{}")).any_times();
}

fn settings(shown: &mut Shown) {
    let proxied = builder().proxy(format!("http://user:{TOKEN}@127.0.0.1:1"));
    shown.show(&proxied);
    shown.show(&proxied.build().unwrap());
    shown.show(&ReqwestTransport::new(Duration::from_secs(1)).unwrap());
    shown.show(&RetryPolicy::default());
    shown.show(&QuotaMode::Wait);
    shown.show(&SystemClock);
    shown.show(&BlockingClock);
    shown.show(&UreqTransport::new(Duration::from_secs(1)).unwrap());
    shown.show(&Body::from(bytes::Bytes::from(TOKEN)).into_reader());
    let blocking = blocking::Client::builder("IRAccountSid", TOKEN);
    shown.show(&blocking);
    shown.show(&blocking.build().unwrap());
    shown.show(&SystemRng);
    for builder in [
        Client::builder(format!("a\n{TOKEN}"), TOKEN),
        Client::builder("a", format!("{TOKEN}\n")),
        builder().base_url(format!("https://{TOKEN}@example.com")),
        builder().proxy(format!("ftp://user:{TOKEN}@example.com")),
        builder().root_certificate_pem(TOKEN),
        builder().root_certificate_der(TOKEN),
        builder().user_agent(format!("{TOKEN}\n")),
    ] {
        shown.error(&builder.build().unwrap_err());
    }
}

async fn calls(client: &Client, shown: &mut Shown) {
    let fetch = client.fetch(format!("/Advertisers/IRAccountSid/Image?Token={TOKEN}"));
    shown.show(&fetch);
    let raw = client.raw(Method::GET, format!("/{TOKEN}")).query("Token", TOKEN);
    shown.show(&raw);
    shown.show(&raw.clone().send());
    let response = raw.send_with_response().await.unwrap();
    shown.show(&response);
    shown.show(&response.rate_limit);
    let list = client.actions().list("1").header("x-own", TOKEN).extra_query("Token", TOKEN);
    shown.show(&list.clone().items());
    shown.show(&concat([list.clone().items()]));
    let state =
        SyncState::from(DateTime::new(Date::new(2026, 1, 15).unwrap(), 0, 0, 0, 0).unwrap());
    shown.show(&state);
    shown.show(&list.clone().updated_since(state));
    shown.show(&"now".parse::<SyncState>().unwrap_err());
    let mut pages = list.pages();
    let page = pages.next().await.unwrap().unwrap();
    shown.show(&page);
    shown.show(&page.links);
    shown.show(&page.items[0].extra);
    shown.show(&pages.position());
    shown.show(&pages);
    let job = client.jobs().export_job("1");
    shown.show(&job);
    shown.show(&job.status());
    shown.show(&job.wait());
    shown.show(&job.wait().progress());
    let finished = job.wait().await.unwrap();
    shown.show(&finished);
    shown.show(&finished.download().await.unwrap());
    let mut records = finished.records().format(FileFormat::Csv);
    shown.show(&records.next().await.unwrap().unwrap());
    shown.show(&records);
    shown.show(&FileFormat::Csv);
    shown.show(&client.jobs().download("1").await.unwrap());
    let queued = client.submissions().queued_submission("1");
    shown.show(&queued.acceptance());
    shown.show(&queued);
    shown.show(&Progress::default());
    shown.show(&client.quotas()[0]);
    shown.show(&client.quota_snapshot());
}

/// Shows errors of all kinds.
async fn errors(shown: &mut Shown) {
    let mock = MockTransport::new();
    let broken = format!(r#"{{"Message":"no","Token":"{TOKEN}"}}"#);
    let status = |status| MockResponse::json(broken.as_str()).status(status);
    mock.expect("getActionById")
        .fail(MockFault::ClosedAfter)
        .fail(MockFault::Timeout)
        .respond(status(StatusCode::BAD_REQUEST))
        .respond(status(StatusCode::TOO_MANY_REQUESTS).header("x-token", TOKEN))
        .respond(MockResponse::json(TOKEN))
        .respond(MockResponse::json(broken.as_str()).truncated())
        .respond(format!(r#"{{"Status":"ERROR","Message":"no","New":"{TOKEN}"}}"#));
    let client = builder().retry(RetryPolicy::none()).mock(&mock).build().unwrap();
    for _ in 0..7 {
        if let Err(error) = client.actions().get(TOKEN).await {
            shown.error(&error);
        }
    }
    let unexpected = client.notes().get(TOKEN, TOKEN).await.unwrap_err();
    shown.error(&unexpected);
    shown.error(&client.actions().get("..").header("x", format!("{TOKEN}\n")).await.unwrap_err());
    shown.show(&Error::mock());
    shown.show(&FieldError::default());
    let transport = TransportError::connect("refused");
    shown.text.push(transport.to_string());
    shown.show(&transport);
}

fn values(shown: &mut Shown) {
    let date = Date::new(2026, 1, 15).unwrap();
    shown.show(&date);
    shown.show(&DateTime::new(date, 1, 2, 3, 0).unwrap());
    shown.show(&DateTimeOrKeyword::from("NOW"));
    shown.show(&"n/a".parse::<Date>().unwrap_err());
    shown.show(&Json::from("a"));
    shown.show(&Json::null().kind());
    shown.show(&Upload::bytes("a", TOKEN));
    shown.show(Upload::bytes("a", TOKEN).source());
    let upload = Upload::reader("a", TOKEN.as_bytes(), 5).on_progress(|_, _| {});
    shown.show(&upload);
    if let UploadSource::Reader(reader) = upload.source() {
        shown.show(reader);
    }
    let mut map = Map::new();
    map.insert("a", 1);
    shown.show(&map);
    shown.show(&map.iter());
    let mut numbered = Numbered::new();
    numbered.set(1, 1);
    shown.show(&numbered);
    shown.show(&numbered.iter());
    shown.show(&impact_brand::ids::ActionId::from("1"));
    shown.show(&impact_brand::wire::Sensitive::<String>::from(TOKEN));
    if let impact_brand::actions::ActionState::Unknown(value) = "NEW".into() {
        shown.show(&value);
    }
    let document = format!(r#"{{"Payout":"{TOKEN}","Id":1,"New":"{TOKEN}"}}"#);
    let (action, report): (Action, DecodeReport) = decode_with_report(document.as_bytes()).unwrap();
    shown.show(&action);
    shown.show(&report);
    shown.show(&report.coercions[0]);
    shown.show(&report.unreadable[0]);
    shown.show(&Json::parse("{").unwrap_err());
    shown.show(&"x".parse::<Position>().unwrap_err());
    shown.show(&TOKEN.parse::<QuotaSnapshot>().unwrap_err());
    shown.show(&RetryAfter::Delay(Duration::ZERO));
    shown.show(&TOKEN.parse::<TraceParent>().unwrap_err());
    shown.show(&TraceParent::new([1; 16], [1; 8], true).unwrap());
    let body = || Incoming::bytes(TOKEN);
    shown.show(&body());
}

/// Shows the mock, its recordings, and the message of its panic.
fn recordings(mock: &MockTransport, shown: &mut Shown) {
    let requests = mock.requests();
    assert!(requests.len() >= 6, "{requests:?}");
    for request in &requests {
        shown.show(request);
        let headers = format!("{:?} {:?}", request.headers(), request.header("authorization"));
        // the parts of the request that contain the token, because the test has set them
        let http = request.to_http();
        let own = |line: &&str| !line.contains("/TOKEN") && !line.starts_with("x-own: ");
        shown.text.extend([headers.replace(&format!("\"x-own\": \"{TOKEN}\""), "")]);
        shown.text.extend(
            http.lines().filter(|line| !line.contains("Token=")).filter(own).map(str::to_owned),
        );
    }
    shown.show(&Body::from(requests[0].body().clone()));
    shown.show(&Body::from(requests[0].body().clone()).into_stream());
    shown.show(mock);
    shown.show(mock.clock());
    shown.show(&FixedRng::new(1));
    shown.show(&MockFault::Connect);
    shown.show(&MockResponse::json(TOKEN));
    let expectation = mock.expect("getActionById").respond(TOKEN);
    shown.show(&expectation);
    let mock = mock.clone();
    let panic = std::panic::catch_unwind(move || mock.assert_done()).unwrap_err();
    shown.text.push(panic.downcast_ref::<String>().unwrap().clone());
}

/// Shows bulk writes, one of which gets no response.
async fn bulk_writes(shown: &mut Shown) {
    let mock = MockTransport::new();
    let client = builder().mock(&mock).build().unwrap();
    let date = DateTime::new(Date::new(2026, 1, 15).unwrap(), 0, 0, 0, 0).unwrap();
    let conversion = || Conversion::new("1", date, "ORDER").event_type_id("2").click_id(TOKEN);
    let mut outcomes = client.conversions().submit_all([conversion()]);
    shown.show(&outcomes);
    let outcome = outcomes.next().await.unwrap().unwrap();
    shown.show(&outcome);
    shown.show(&outcome.state);
    let mut settlements = client.conversions().submit_all([conversion()]).settle();
    shown.show(&settlements);
    let settlement = settlements.next().await.unwrap().unwrap();
    shown.show(&settlement);
    shown.show(&settlement.state);
    shown.show(&bulk::from_stream(client.actions().list(TOKEN).items()));
}

/// Shows a request of every operation, with the token as its parameters.
fn requests(client: &Client, shown: &mut Shown) {
    let decoded = DECODERS.iter().map(|decoder| decoder.operation());
    for operation in decoded.chain(STREAMED.iter().copied()) {
        let mut request = internals::request(client, operation);
        for part in operation.path.split('{').skip(1) {
            request = request.path::<&str>(part.split_once('}').unwrap().0, TOKEN);
        }
        let request = request.query::<&str>("Token", TOKEN).member::<&str>("Secret", TOKEN);
        shown.show(&request);
    }
}

#[tokio::test]
async fn the_token_is_shown_nowhere() {
    let (mut shown, mock, seen) = (Shown::default(), MockTransport::new(), Seen::default());
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    echoes(&mock);
    settings(&mut shown);
    let client = builder().observer(seen.clone()).mock(&mock).build().unwrap();
    shown.show(&client);
    calls(&client, &mut shown).await;
    requests(&client, &mut shown);
    bulk_writes(&mut shown).await;
    errors(&mut shown).await;
    values(&mut shown);
    recordings(&mock, &mut shown);
    drop(guard);
    for (attempt, reason, headers) in seen.0.lock().unwrap().iter() {
        shown.show(attempt);
        shown.show(reason);
        shown.text.push(headers.replace(&format!("\"x-own\": \"{TOKEN}\""), ""));
    }
    let traced = recorder.text();
    assert!(traced.len() > 50, "spans are recorded");
    shown.text.extend(traced);
    assert!(shown.text.len() > 300, "the test shows all values");
    for text in &shown.text {
        for canary in [TOKEN, HEADER] {
            assert!(!text.contains(canary), "{canary} in {text}");
        }
    }
    let missing: Vec<_> = public_types()
        .into_iter()
        .filter(|name| !shown.types.contains(name) && !NOT_SHOWN.contains(&name.as_str()))
        .collect();
    assert!(missing.is_empty(), "not shown: {missing:?}");
}

/// Returns the names of the types that implement `Debug` and belong to no group.
fn public_types() -> Vec<String> {
    let groups: BTreeSet<String> =
        group_files().iter().map(|path| stem(path)).chain(["types".to_owned()]).collect();
    let listing = fs::read_to_string(generated("API.txt")).unwrap();
    let mut names = Vec::new();
    for line in listing.lines() {
        let Some((_, path)) = line.split_once("std::fmt::Debug for impact_brand::") else {
            continue;
        };
        let path = path.split(['<', ' ']).next().unwrap_or_default();
        if !groups.contains(path.split("::").next().unwrap_or_default()) {
            names.push(path.rsplit("::").next().unwrap_or_default().to_owned());
        }
    }
    assert!(names.len() > 60);
    names
}

/// The types of a group are requests, which are shown for every operation, a client, arguments, and models, whose `Debug`
/// is made by a macro and shown for one of them.
#[test]
fn the_types_of_groups_have_known_shapes() {
    let mut derived = 0;
    for path in group_files() {
        let text = fs::read_to_string(&path).unwrap();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if !line.contains("derive(") || !line.contains("Debug") {
                continue;
            }
            derived += 1;
            let rest: Vec<&str> = lines.clone().take(3).map(str::trim).collect();
            let rest = rest.join(" ");
            let is_request = rest.contains("(Request<M>);");
            let is_client = rest.contains("(pub(crate) ResourceGroup<M>);");
            // values of the caller, among which personal data is `Sensitive`
            let is_arguments = rest.contains("Args { ");
            assert!(is_request || is_client || is_arguments, "{}: {rest}", path.display());
        }
    }
    assert!(derived > 120);
}

/// Returns the files of the groups with their operations and models.
fn group_files() -> Vec<PathBuf> {
    let listed = fs::read_dir(generated("src")).unwrap().map(|entry| entry.unwrap().path());
    let other = ["api", "client", "ids", "inspect", "lib", "runtime", "types"];
    let mut files: Vec<PathBuf> = listed
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !other.contains(&stem(path).as_str()))
        .collect();
    files.sort();
    assert!(files.len() > 25, "{files:?}");
    files
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn generated(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated").join(path)
}
