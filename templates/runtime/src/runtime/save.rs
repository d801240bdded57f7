//! Files that are complete or not there.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;

use crate::runtime::randomness::{Randomness, SystemRandomness};

/// A file beside its target that takes the target's place when it is complete, and goes away if it never
/// is.
pub(crate) struct Scratch {
    file: Option<File>,
    path: PathBuf,
    target: PathBuf,
}

impl Scratch {
    pub(crate) async fn beside(target: PathBuf) -> io::Result<Self> {
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let mut scratch = OsString::from(".");
        scratch.push(name);
        scratch.push(format!(".{:016x}.part", SystemRandomness.next()));
        let path = target.with_file_name(scratch);
        let file = OpenOptions::new().write(true).create_new(true).open(&path).await?;
        Ok(Self { file: Some(file), path, target })
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(bytes).await,
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    pub(crate) async fn keep(mut self) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            file.flush().await?;
            file.sync_all().await?;
        }
        // some systems do not rename open files
        self.file = None;
        tokio::fs::rename(&self.path, &self.target).await?;
        self.path.clear();
        Ok(())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.file = None;
        if !self.path.as_os_str().is_empty() {
            // nothing to be done about a file that cannot be removed
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
