//! Saving of a file.

use std::future::poll_fn;
use std::path::PathBuf;

use super::atomic_file::AtomicFile;
use super::chunks::{FileContext, FileEvent, FileEvents};
use crate::runtime::error::Error;
use crate::runtime::http::with_path;

/// Saves a file and returns its length in bytes.
///
/// It replaces an existing file when it is complete, and nothing is left behind on an error.
pub(crate) async fn save(mut events: Box<dyn FileEvents>, path: PathBuf) -> Result<u64, Error> {
    let mut length = 0;
    let mut target: Option<(FileContext, AtomicFile)> = None;
    while let Some(event) = poll_fn(|context| events.poll_event(context)).await {
        let written = match (event?, &mut target) {
            (FileEvent::Start(context), _) => match AtomicFile::create(path.clone()) {
                Ok(file) => {
                    target = Some((context, file));
                    continue;
                }
                Err(error) => return Err(context.write_error(with_path(&path, &error))),
            },
            (FileEvent::Chunk(chunk), Some((_, file))) => {
                length += chunk.len() as u64;
                file.write(&chunk).await
            }
            (FileEvent::Restart, Some((_, file))) => {
                length = 0;
                file.clear().await
            }
            (_, None) => Ok(()),
        };
        if let (Err(error), Some((context, _))) = (written, &target) {
            return Err(context.write_error(with_path(&path, &error)));
        }
    }
    if let Some((context, file)) = target {
        let persisted = file.persist().await;
        persisted.map_err(|error| context.write_error(with_path(&path, &error)))?;
    }
    Ok(length)
}
