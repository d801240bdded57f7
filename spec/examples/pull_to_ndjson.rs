//! Saves the actions of a program to a file, one JSON object per line. A run that was interrupted is continued
//! by the next one.
//!
//! After each page, the program saves a checkpoint: the length of the file, and the position of the next page.
//! The next run cuts the file to that length, so it neither loses nor repeats an action. A run without a checkpoint
//! starts over and replaces the file.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::{ErrorKind, Seek, SeekFrom, Write};

use impact_brand::paging::Position;
use impact_brand::{Client, json};

/// The program whose actions are saved.
const PROGRAM: &str = "1000";
const FILE: &str = "actions.ndjson";
const CHECKPOINT: &str = "actions.checkpoint";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (length, position) = match fs::read_to_string(CHECKPOINT) {
        Ok(text) => {
            let (length, position) = text.split_once(' ').ok_or("invalid checkpoint")?;
            (length.parse()?, position.parse()?)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => (0, Position::start()),
        Err(error) => return Err(error.into()),
    };
    let mut file = File::options().create(true).truncate(false).write(true).open(FILE)?;
    file.set_len(length)?;
    file.seek(SeekFrom::End(0))?;

    let mut pages = client()?.actions().list(PROGRAM).pages().resume(position);
    while let Some(page) = pages.next().await {
        for action in &page?.items {
            writeln!(file, "{}", json::encode(action))?;
        }
        let checkpoint = format!("{} {}", file.stream_position()?, pages.position());
        fs::write(format!("{CHECKPOINT}.new"), checkpoint)?;
        fs::rename(format!("{CHECKPOINT}.new"), CHECKPOINT)?;
    }
    println!("saved {} bytes", file.stream_position()?);
    fs::remove_file(CHECKPOINT)?;
    Ok(())
}

/// Creates a client with the credentials in the environment. `IMPACT_BASE_URL` selects a test server.
fn client() -> Result<Client, Box<dyn Error>> {
    let Ok(url) = env::var("IMPACT_BASE_URL") else { return Ok(Client::from_env()?) };
    let (account, token) = (env::var("IMPACT_ACCOUNT_SID")?, env::var("IMPACT_AUTH_TOKEN")?);
    Ok(Client::builder(account, token).base_url(url).build()?)
}
