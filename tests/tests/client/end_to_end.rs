//! A program with several tasks, against a server that responds with the examples of the spec.

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use impact_brand::Client;
use impact_brand::conversions::{Conversion, ConversionItem};
use impact_brand::polling::Progress;
use impact_brand::wire::{DateTime, Decimal};
use tests::document::Document;
use tests::spec::Spec;

use crate::server::{Received, Server, json, response};
use crate::{TOKEN, client};

/// The results of the program.
#[derive(Debug, Default)]
struct Results {
    actions: Vec<String>,
    payout: Decimal,
    outcome: Option<String>,
    codes: Vec<String>,
    states: Vec<String>,
    bytes: u64,
}

/// The program.
async fn program(client: &Client, folder: &Path) -> Result<Results, Box<dyn Error>> {
    let mut results = Results::default();

    // read all actions
    let mut actions = client.actions().list("1000").page_size(2000).items();
    while let Some(action) = actions.next().await {
        let action = action?;
        results.payout += action.payout.unwrap_or_default();
        results.actions.extend(action.id.map(|id| id.to_string()));
    }

    // send a conversion with two items and wait for its outcome
    let queued = client.conversions().submit(conversion("000921737")?).await?;
    let submission = queued.wait().poll_interval(Duration::ZERO).await?;
    results.outcome = submission.status.map(|status| status.to_string());

    // send another one, which is rejected
    let queued = client.conversions().submit(conversion("000921738")?).await?;
    match queued.wait().poll_interval(Duration::ZERO).await {
        Err(error) if error.is_rejected() => results.codes.extend(error.codes().map(str::to_owned)),
        other => return Err(format!("expected a rejection, found {other:?}").into()),
    }

    // save a report
    let export = client
        .reports()
        .export("adv_cup_sales_by_day")
        .campaign_id("1000")
        .start_time("2026-01-01T00:00:00Z".parse::<DateTime>()?)
        .end_time("2026-01-31T23:59:59Z".parse::<DateTime>()?)
        .filter("SUPERSTATUS_MS", "APPROVED")
        .start()
        .await?;
    let states = Arc::new(Mutex::new(Vec::new()));
    let seen = states.clone();
    let record = move |progress: &Progress| {
        seen.lock().expect("no panic").extend(progress.state.clone());
    };
    let job = export.wait().poll_interval(Duration::ZERO).on_progress(record).await?;
    results.states = states.lock().expect("no panic").clone();
    results.bytes = job.save(folder.join("report.csv")).await?;
    Ok(results)
}

fn conversion(order: &str) -> Result<Conversion, Box<dyn Error>> {
    let cup = ConversionItem::new().sku("CUP-1").quantity(2).sub_total("39.98".parse::<Decimal>()?);
    let pot = ConversionItem::new().sku("POT-7").quantity(1).sub_total("25.02".parse::<Decimal>()?);
    let date: DateTime = "2026-01-15T22:55:32-08:00".parse()?;
    Ok(Conversion::new("1000", date, order)
        .event_type_id("8180")
        .click_id("QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i1VHrWM0")
        .currency_code("USD")
        .item(cup)
        .item(pot))
}

/// A service that responds with examples, and whose submissions and jobs make progress.
struct Service {
    spec: Spec,
    storage: String,
    submissions: std::vec::IntoIter<Document>,
    jobs: std::vec::IntoIter<Document>,
}

impl Service {
    fn new(storage: String) -> Self {
        let spec = Spec::bundled();
        let submission = |name| spec.example("getApiSubmissionById", name);
        let running = || submission("running");
        let submissions = vec![
            with(running(), "Status", "Queued"),
            running(),
            submission("accepted"),
            submission("refused"),
        ];
        let half = || spec.example("downloadJobResult", "running");
        let jobs = vec![
            with(half(), "Status", "QUEUED"),
            half(),
            with(half(), "Status", "ERROR"),
            spec.example("getJobById", "completed"),
        ];
        let (submissions, jobs) = (submissions.into_iter(), jobs.into_iter());
        Self { spec, storage, submissions, jobs }
    }

    fn respond(&mut self, received: &Received) -> Vec<u8> {
        let path = received.target.split('?').next().unwrap_or_default();
        let path = path.strip_prefix("/Advertisers/IRAccountSid/").unwrap_or_default();
        let parts: Vec<&str> = path.split('/').collect();
        let document = match (received.method.as_str(), parts.as_slice()) {
            ("GET", ["Actions"]) => Some(self.page(&received.target)),
            ("POST", ["Conversions"]) => Some(self.spec.example("submitConversion", "queued")),
            ("GET", ["APISubmissions", _]) => self.submissions.next(),
            ("GET", ["ReportExport", _]) => Some(self.spec.example("exportReport", "queued")),
            ("GET", ["Jobs", _]) => self.jobs.next(),
            ("GET", ["Jobs", _, "Download"]) => {
                return response(302, &[("location", &self.storage)], "");
            }
            _ => None,
        };
        match document {
            Some(document) => json(200, &document.to_string()),
            None => json(404, r#"{"Status":"ERROR","Message":"no such thing"}"#),
        }
    }

    /// Returns a page. The first is the example, and the others are derived from it.
    fn page(&self, target: &str) -> Document {
        let first = self.spec.example("listActions", "page");
        let next = "/Advertisers/IRAccountSid/Actions?CampaignId=1000&PageSize=2000&Page=";
        match target.rsplit_once("&Page=") {
            None => first,
            Some((_, "2")) => {
                let second = with(with(first, "@page", "2"), "@uri", target);
                with(second, "@nextpageuri", &format!("{next}3"))
            }
            Some(_) => with(with(with(first, "@page", "3"), "@uri", target), "@nextpageuri", ""),
        }
    }
}

/// Replaces a member by a string.
fn with(mut document: Document, name: &str, text: &str) -> Document {
    if let Document::Object(members) = &mut document {
        let member = members.iter_mut().find(|(known, _)| known == name);
        member.unwrap_or_else(|| panic!("no member `{name}`")).1 = Document::string(text);
    }
    document
}

#[tokio::test]
async fn a_program_with_several_tasks() {
    let storage = Server::new([response(200, &[("content-type", "text/csv")], "Day,Sales\n1,2\n")]);
    let mut service = Service::new(format!("{}/bucket/report.csv?Signature=abc%3D", storage.url));
    let server = Server::serving(move |received| service.respond(received));
    let folder = tempfile::tempdir().expect("a folder");

    let results = program(&client(&server.url), folder.path()).await.expect("no error");

    assert_eq!(results.actions.len(), 6);
    assert_eq!(results.actions[0], "1000.4711.300133");
    assert_ne!(results.payout, Decimal::ZERO);
    assert_eq!(results.outcome.as_deref(), Some("Complete"));
    assert_eq!(results.codes, ["Validation", "NO_ITEM"]);
    assert_eq!(results.states, ["QUEUED", "RUNNING", "ERROR", "COMPLETED"]);
    let file = std::fs::read_to_string(folder.path().join("report.csv")).expect("the file");
    assert_eq!((file.as_str(), results.bytes), ("Day,Sales\n1,2\n", 14));

    check_requests(&server.received());
    let fetched = storage.only_request();
    assert_eq!(fetched.line(), "GET /bucket/report.csv?Signature=abc%3D");
    assert!(!format!("{fetched:?}").contains(TOKEN) && fetched.header("authorization").is_none());
}

fn check_requests(received: &[Received]) {
    let lines: Vec<String> = received.iter().map(|received| received.line()).collect();
    let submission =
        "GET /Advertisers/IRAccountSid/APISubmissions/A-4632dba3-0011-4615-a62d-6e121ddc0001";
    let job = "GET /Advertisers/IRAccountSid/Jobs/5b1c7c0e-8f0a-4a7e-9a55-0f6f4b1f0002";
    let expected = [
        "GET /Advertisers/IRAccountSid/Actions?CampaignId=1000&PageSize=2000",
        "GET /Advertisers/IRAccountSid/Actions?CampaignId=1000&PageSize=2000&Page=2",
        "GET /Advertisers/IRAccountSid/Actions?CampaignId=1000&PageSize=2000&Page=3",
        "POST /Advertisers/IRAccountSid/Conversions",
        submission,
        submission,
        submission,
        "POST /Advertisers/IRAccountSid/Conversions",
        submission,
        "GET /Advertisers/IRAccountSid/ReportExport/adv_cup_sales_by_day?SUBAID=1000\
         &StartDate=2026-01-01T00%3A00%3A00Z&EndDate=2026-01-31T23%3A59%3A59Z&SUPERSTATUS_MS=APPROVED",
        job,
        job,
        job,
        job,
        &format!("{job}/Download"),
    ];
    assert_eq!(lines, expected);
    assert!(received.iter().all(|received| received.header("ir-version") == Some("14")));
    assert!(received.iter().all(|received| received.header("authorization").is_some()));
    let form = received[3].text();
    for pair in ["ItemSku1=CUP-1", "ItemSubTotal1=39.98", "ItemSku2=POT-7", "ItemSubTotal2=25.02"] {
        assert!(form.split('&').any(|known| known == pair), "{pair} in {form}");
    }
}
