//! Files that are written completely or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use crate::runtime::clock::has_file_threads;
use crate::runtime::rng::{Rng, SystemRng};

/// A temporary file beside its target. It replaces the target when it is complete, and is removed otherwise.
pub(crate) struct AtomicFile {
    file: Option<File>,
    path: PathBuf,
    target: PathBuf,
}

/// An open file. Outside of a tokio runtime, writing blocks the thread.
enum File {
    Async(tokio::fs::File),
    Blocking(fs::File),
}

impl File {
    /// Creates a file. Not on another thread, which would create it even if the caller is canceled.
    fn create_new(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        Ok(match has_file_threads() {
            true => Self::Async(tokio::fs::File::from_std(file)),
            false => Self::Blocking(file),
        })
    }

    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Async(file) => file.write_all(bytes).await,
            Self::Blocking(file) => file.write_all(bytes),
        }
    }

    async fn clear(&mut self) -> io::Result<()> {
        match self {
            Self::Async(file) => {
                file.set_len(0).await?;
                file.rewind().await.map(drop)
            }
            Self::Blocking(file) => {
                file.set_len(0)?;
                file.rewind()
            }
        }
    }

    /// Writes the file to the disk, closes it, and renames it.
    async fn persist(self, from: &Path, to: &Path) -> io::Result<()> {
        match self {
            Self::Async(mut file) => {
                file.flush().await?;
                file.sync_all().await?;
                // some systems do not rename open files
                drop(file);
                tokio::fs::rename(from, to).await
            }
            Self::Blocking(file) => {
                file.sync_all()?;
                drop(file);
                fs::rename(from, to)
            }
        }
    }
}

impl AtomicFile {
    /// Creates the temporary file. The target of a symbolic link is replaced instead of the link, and the permissions of
    /// the replaced file are kept.
    pub(crate) fn create(target: PathBuf) -> io::Result<Self> {
        let target = fs::canonicalize(&target).unwrap_or(target);
        if target.file_name().is_none() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        // not derived from the name of the target, which may be as long as a name can be
        let path = target.with_file_name(format!(".{:016x}.part", SystemRng.next()));
        let file = Self { file: Some(File::create_new(&path)?), path, target };
        if let Ok(replaced) = fs::metadata(&file.target) {
            fs::set_permissions(&file.path, replaced.permissions())?;
        }
        Ok(file)
    }

    /// Appends bytes.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.write(bytes).await,
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Removes what was written.
    pub(crate) async fn clear(&mut self) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.clear().await,
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Replaces the target.
    pub(crate) async fn persist(mut self) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            file.persist(&self.path, &self.target).await?;
        }
        self.path.clear();
        Ok(())
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        self.file = None;
        if !self.path.as_os_str().is_empty() {
            // an error cannot be reported here
            let _ = fs::remove_file(&self.path);
        }
    }
}
