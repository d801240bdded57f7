//! Runs a report as a job, waits for it, and saves its file.
//!
//! An export counts against a small quota. The id of the job can be saved, to continue in another process.

use std::env;
use std::error::Error;
use std::time::Duration;

use impact_brand::Client;
use impact_brand::wire::DateTime;

/// The report, by its id in the list of reports.
const REPORT: &str = "adv_cup_sales_by_day";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = client()?;
    let started = client
        .reports()
        .export(REPORT)
        .campaign_id("1000")
        .start_date("2026-01-01T00:00:00Z".parse::<DateTime>()?)
        .end_date("2026-01-31T23:59:59Z".parse::<DateTime>()?)
        .start()
        .await?;
    println!("started job {}", started.id());

    // another process can continue with the id
    let job = client.jobs().export_job(started.id());
    let finished = job
        .wait()
        .deadline(Duration::from_secs(30 * 60))
        .on_progress(|progress| {
            if let Some(percent) = progress.percent {
                println!("{percent} %");
            }
        })
        .await?;
    let length = finished.save("report.csv").await?;
    println!("saved {length} bytes");
    Ok(())
}

/// Creates a client with the credentials in the environment. `IMPACT_BASE_URL` selects a test server.
fn client() -> Result<Client, Box<dyn Error>> {
    let Ok(url) = env::var("IMPACT_BASE_URL") else { return Ok(Client::from_env()?) };
    let (account, token) = (env::var("IMPACT_ACCOUNT_SID")?, env::var("IMPACT_AUTH_TOKEN")?);
    Ok(Client::builder(account, token).base_url(url).build()?)
}
