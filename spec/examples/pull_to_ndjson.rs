//! Saves ten months of actions of three programs to a file, one JSON object per line. A run that was interrupted is
//! continued by the next one.
//!
//! After each page, the program saves a checkpoint: the length of the file, and the position of the next item. The next
//! run cuts the file to that length, so it loses no action and repeats none, except at the
//! time that two parts of the range share. A run without a checkpoint starts over and replaces the file.

use std::{error::Error, fs, io::Write};

use impact_brand::{Client, json, paging::concat, wire::DateTime};

const PROGRAMS: [&str; 3] = ["1000", "1001", "1002"];
const SAVED: &str = "actions.checkpoint";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (start, end): (DateTime, DateTime) = ("2026-01-01".parse()?, "2026-11-01".parse()?);
    let saved = if fs::exists(SAVED)? { fs::read_to_string(SAVED)? } else { "0 0:start".into() };
    let (length, position) = saved.split_once(' ').ok_or("invalid checkpoint")?;
    let mut file = fs::File::options().create(true).append(true).open("actions.ndjson")?;
    file.set_len(length.parse()?)?;

    let client = Client::from_env()?;
    let list = |program| client.actions().list(program).updated_between(start, end).items();
    let mut actions = concat(PROGRAMS.map(list)).prefetch(4).resume(position.parse()?);
    while let Some(action) = actions.next().await {
        writeln!(file, "{}", json::encode(&action?))?;
        if actions.position().offset() == 0 {
            let checkpoint = format!("{} {}", file.metadata()?.len(), actions.position());
            fs::write("checkpoint.new", checkpoint)?;
            fs::rename("checkpoint.new", SAVED)?;
        }
    }
    println!("saved {} bytes", file.metadata()?.len());
    Ok(fs::remove_file(SAVED)?)
}
