//! A program as a user would write it, against a service that answers with the examples of the spec.

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use impact_brand::Client;
use impact_brand::conversions::{Conversion, ConversionItem};
use impact_brand::wire::{DateTime, Decimal};
use tests::document::Document;
use tests::spec::Spec;

use crate::server::{Asked, Server, json, response};
use crate::{TOKEN, client};

/// What the program has to tell.
#[derive(Debug, Default)]
struct Told {
    actions: Vec<String>,
    payout: Decimal,
    verdict: Option<String>,
    refusal: Vec<String>,
    states: Vec<String>,
    bytes: u64,
}

/// The program.
async fn program(client: &Client, folder: &Path) -> Result<Told, Box<dyn Error>> {
    let mut told = Told::default();

    // what has been earned
    let mut actions = client.actions().list("1000").page_size(2000).items();
    while let Some(action) = actions.next().await {
        let action = action?;
        told.payout += action.payout.unwrap_or_default();
        told.actions.extend(action.id.map(|id| id.to_string()));
    }

    // a sale of two things, and what becomes of it
    let queued = client.conversions().submit(conversion("000921737")?).send().await?;
    let verdict = queued.follow().every(Duration::ZERO).await?;
    told.verdict = verdict.status.map(|status| status.to_string());

    // another one, which is refused in the end
    let queued = client.conversions().submit(conversion("000921738")?).send().await?;
    match queued.follow().every(Duration::ZERO).await {
        Err(error) if error.is_rejected() => told.refusal.extend(error.codes().map(str::to_owned)),
        other => return Err(format!("it should be refused: {other:?}").into()),
    }

    // a report into a file
    let export = client
        .reports()
        .export("adv_cup_sales_by_day")
        .campaign_id("1000")
        .start_date("2026-01-01T00:00:00Z".parse::<DateTime>()?)
        .end_date("2026-01-31T23:59:59Z".parse::<DateTime>()?)
        .filters("SUPERSTATUS_MS", "APPROVED")
        .begin()
        .await?;
    let states = Arc::new(Mutex::new(Vec::new()));
    let seen = states.clone();
    let note = move |progress: &impact_brand::Progress| {
        seen.lock().expect("nobody else panics").extend(progress.state.clone());
    };
    let job = export.wait().every(Duration::ZERO).on_progress(note).await?;
    told.states = states.lock().expect("nobody else panics").clone();
    told.bytes = job.download_to(folder.join("report.csv")).await?;
    Ok(told)
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

/// The service: it answers with examples, and keeps how far each thing is.
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

    fn answer(&mut self, asked: &Asked) -> Vec<u8> {
        let path = asked.target.split('?').next().unwrap_or_default();
        let path = path.strip_prefix("/Advertisers/IRAccountSid/").unwrap_or_default();
        let parts: Vec<&str> = path.split('/').collect();
        let document = match (asked.method.as_str(), parts.as_slice()) {
            ("GET", ["Actions"]) => Some(self.page(&asked.target)),
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

    /// The first page is the example; the others are like it.
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

/// The document with another text in one of its members.
fn with(mut document: Document, name: &str, text: &str) -> Document {
    if let Document::Object(members) = &mut document {
        let member = members.iter_mut().find(|(known, _)| known == name);
        member.unwrap_or_else(|| panic!("there is no {name}")).1 = Document::text(text);
    }
    document
}

#[tokio::test]
async fn a_day_in_the_life_of_a_brand() {
    let storage = Server::new([response(200, &[("content-type", "text/csv")], "Day,Sales\n1,2\n")]);
    let mut service = Service::new(format!("{}/bucket/report.csv?Signature=abc%3D", storage.url));
    let server = Server::serving(move |asked| service.answer(asked));
    let folder = tempfile::tempdir().expect("a folder");

    let told = program(&client(&server.url), folder.path()).await.expect("all goes well");

    assert_eq!(told.actions.len(), 6);
    assert_eq!(told.actions[0], "1000.4711.300133");
    assert_ne!(told.payout, Decimal::ZERO);
    assert_eq!(told.verdict.as_deref(), Some("Complete"));
    assert_eq!(told.refusal, ["Validation", "NO_ITEM"]);
    assert_eq!(told.states, ["QUEUED", "RUNNING", "ERROR", "COMPLETED"]);
    let file = std::fs::read_to_string(folder.path().join("report.csv")).expect("the file");
    assert_eq!((file.as_str(), told.bytes), ("Day,Sales\n1,2\n", 14));

    check_requests(&server.asked());
    let fetched = storage.only();
    assert_eq!(fetched.line(), "GET /bucket/report.csv?Signature=abc%3D");
    assert!(!format!("{fetched:?}").contains(TOKEN) && fetched.header("authorization").is_none());
}

fn check_requests(asked: &[Asked]) {
    let lines: Vec<String> = asked.iter().map(|asked| asked.line()).collect();
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
    assert!(asked.iter().all(|asked| asked.header("ir-version") == Some("14")));
    assert!(asked.iter().all(|asked| asked.header("authorization").is_some()));
    let form = asked[3].text();
    for pair in ["ItemSku1=CUP-1", "ItemSubTotal1=39.98", "ItemSku2=POT-7", "ItemSubTotal2=25.02"] {
        assert!(form.split('&').any(|known| known == pair), "{pair} in {form}");
    }
}
