//! The file of a ledger.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ledger::{Ledger, Subject};
use super::lock::{Lock, LockError};
use crate::runtime::clock::{BoxFuture, has_file_threads};
use crate::runtime::error::{Error, ErrorKind};

/// The reason for a file that is no ledger.
const OTHER_FILE: &str = "expected a ledger, found another file";

/// The file of a ledger, which no other process uses. Clones share it.
#[derive(Clone)]
pub(crate) struct LedgerFile(Arc<Mutex<Option<Open>>>);

#[derive(Debug)]
struct Open {
    file: File,
    _lock: Lock,
}

/// A ledger that was opened: its file, what it is about, and its records.
pub(crate) type Opened = (LedgerFile, Subject, Ledger);

impl LedgerFile {
    /// Opens a ledger, or creates it if it does not exist and `subject` is given.
    pub(crate) fn open(path: &Path, subject: Option<&Subject>) -> Result<Opened, Error> {
        let lock = Lock::acquire(path).map_err(lock_error)?;
        Self::open_locked(path, subject, lock).map_err(|error| match error {
            OpenError::Lock(error) => lock_error(error),
            OpenError::Io(error) => local("cannot open the ledger").with_source(error),
            OpenError::Content(reason) => {
                let message = format!("`{}`: {reason}", path.display());
                Error::with_message(ErrorKind::Request, message)
            }
        })
    }

    fn open_locked(
        path: &Path,
        subject: Option<&Subject>,
        mut lock: Lock,
    ) -> Result<Opened, OpenError> {
        let mut options = File::options();
        options.read(true).write(true).create(subject.is_some());
        let mut file = options.open(path)?;
        lock.add_file(&file).map_err(OpenError::Lock)?;
        // a device or a pipe keeps nothing, and may have no end
        if !file.metadata()?.is_file() {
            return Err(OpenError::Content(OTHER_FILE.to_owned()));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        // a line that was not written completely is the last one, and has no line break
        let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let is_torn_header = |subject: &Subject| subject.header().as_bytes().starts_with(&bytes);
        if end == 0 && !bytes.is_empty() && !subject.is_some_and(is_torn_header) {
            return Err(OpenError::Content(OTHER_FILE.to_owned()));
        }
        let whole = bytes.get(..end).unwrap_or_default();
        let text =
            std::str::from_utf8(whole).map_err(|_| OpenError::Content(OTHER_FILE.to_owned()))?;
        let (header, lines) = text.split_once('\n').unwrap_or_default();
        let opened = match (end, subject) {
            (0, Some(subject)) => (subject.clone(), Ledger::default()),
            (0, None) => return Err(OpenError::Content("the ledger is empty".to_owned())),
            (_, expected) => {
                let found = Subject::parse(header).map_err(OpenError::Content)?;
                if let Some(reason) = expected.and_then(|expected| expected.mismatch(&found)) {
                    return Err(OpenError::Content(reason));
                }
                (found, Ledger::read(lines).map_err(OpenError::Content)?)
            }
        };
        if end < bytes.len() {
            file.set_len(end as u64)?;
        }
        file.seek(SeekFrom::Start(end as u64))?;
        if end == 0 {
            file.write_all(opened.0.header().as_bytes())?;
            file.sync_all()?;
            sync_folder(path);
        }
        let file = Self(Arc::new(Mutex::new(Some(Open { file, _lock: lock }))));
        Ok((file, opened.0, opened.1))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        // no code panics while it holds the lock
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends lines, and returns when they are on disk.
    pub(crate) fn append(&self, lines: &str) -> Result<(), Error> {
        let mut open = self.lock();
        let written = match &mut *open {
            Some(open) => {
                open.file.write_all(lines.as_bytes()).and_then(|()| open.file.sync_data())
            }
            None => Err(io::ErrorKind::BrokenPipe.into()),
        };
        written.map_err(|error| local("cannot write the ledger").with_source(error))
    }

    /// Closes the file, after a write that has begun. No write begins later.
    pub(crate) fn close(&self) {
        self.lock().take();
    }
}

enum OpenError {
    Lock(LockError),
    Io(io::Error),
    Content(String),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Creates the error for a ledger that cannot be locked.
fn lock_error(error: LockError) -> Error {
    match error {
        LockError::InUse => local(
            "the ledger is in use by another process, or by another write of this process; a write that was dropped \
             releases it when its last line is on disk",
        ),
        LockError::Unclear(lock) => local(&format!(
            "the ledger may be in use by another process, or by another write of this process; remove `{}` \
             only if neither uses it",
            lock.display()
        )),
        LockError::Io(error) => local("cannot lock the ledger").with_source(error),
    }
}

/// Creates an error of this machine. Nothing was sent because of it.
fn local(message: &str) -> Error {
    let mut error = Error::with_message(ErrorKind::Io, message);
    error.0.sent = false;
    error
}

/// Makes a new file durable, on systems where a folder can be synchronized.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    // an error means that the system does not support it
    let _ = File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
}

/// Opens a ledger without blocking the executor.
pub(crate) fn open(path: PathBuf, subject: Option<Subject>) -> BoxFuture<Result<Opened, Error>> {
    blocking(move || LedgerFile::open(&path, subject.as_ref()))
}

/// Appends lines without blocking the executor.
pub(crate) fn append(file: &LedgerFile, lines: String) -> BoxFuture<Result<(), Error>> {
    let file = file.clone();
    blocking(move || file.append(&lines))
}

/// Calls a function on a thread for blocking calls, where the executor has some.
fn blocking<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> BoxFuture<Result<T, Error>> {
    Box::pin(async move {
        if !has_file_threads() {
            return call();
        }
        let task = tokio::task::spawn_blocking(call);
        task.await.unwrap_or_else(|error| Err(local("cannot use the ledger").with_source(error)))
    })
}
