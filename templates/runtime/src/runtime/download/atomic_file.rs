//! Files that are written completely or not at all.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use crate::runtime::clock::is_in_tokio;
use crate::runtime::rng::{Rng, SystemRng};

/// A temporary file beside its target. It replaces the target when it is complete, and is removed otherwise.
pub(crate) struct AtomicFile {
    file: Option<File>,
    path: PathBuf,
    target: PathBuf,
}

impl AtomicFile {
    /// Creates the temporary file.
    pub(crate) async fn create(target: PathBuf) -> io::Result<Self> {
        if !is_in_tokio() {
            return Err(io::Error::other("not in a tokio runtime"));
        }
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let mut temporary = OsString::from(".");
        temporary.push(name);
        temporary.push(format!(".{:016x}.part", SystemRng.next()));
        let path = target.with_file_name(temporary);
        let file = OpenOptions::new().write(true).create_new(true).open(&path).await?;
        Ok(Self { file: Some(file), path, target })
    }

    /// Appends bytes.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(bytes).await,
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Removes what was written.
    pub(crate) async fn clear(&mut self) -> io::Result<()> {
        match &mut self.file {
            Some(file) => {
                file.set_len(0).await?;
                file.rewind().await.map(drop)
            }
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Replaces the target.
    pub(crate) async fn persist(mut self) -> io::Result<()> {
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

impl Drop for AtomicFile {
    fn drop(&mut self) {
        self.file = None;
        if !self.path.as_os_str().is_empty() {
            // an error cannot be reported here
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
