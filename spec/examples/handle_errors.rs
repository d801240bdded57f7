//! Looks up programs, and handles the errors that a program can do something about.
//!
//! All errors have one type. Its methods classify the error and return the details.

use std::error::Error;
use std::time::{Duration, SystemTime};

use impact_brand::Client;
use impact_brand::programs::Program;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    for id in ["1000", "1001"] {
        match find(&client, id).await? {
            Some(program) => println!("{id}: {}", program.name.unwrap_or_default()),
            None => println!("{id}: not found"),
        }
    }
    Ok(())
}

/// Returns a program, or `None` if there is none with this id. Waits if the quota is exceeded.
async fn find(client: &Client, id: &str) -> Result<Option<Program>, impact_brand::Error> {
    loop {
        match client.programs().get(id).await {
            Ok(program) => return Ok(Some(program)),
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) if error.is_rate_limited() => {
                let retry_after = error.rate_limit().retry_after;
                let delay = match retry_after {
                    Some(time) => time.duration_from(SystemTime::now()),
                    None => Duration::from_secs(60),
                };
                eprintln!("quota exceeded, waiting for {} s", delay.as_secs());
                tokio::time::sleep(delay.max(Duration::from_secs(1))).await;
            }
            // `Display` is one line for a log: the operation, the status and the message of the service.
            Err(error) => return Err(error),
        }
    }
}
