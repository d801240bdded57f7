//! Locks of files against other processes.
//!
//! A process that uses `NAME` creates the file `NAME.lock-PLACE-TOKEN` and then looks for those of others. Of two
//! processes, at least one finds the file of the other, whatever they do at the same time. The file of a process that
//! has ended is recognized where this is possible: on Linux, a process listens on an abstract socket named by its token,
//! which the system closes with it. `PLACE` tells hosts and network namespaces apart, whose sockets cannot be reached.
//!
//! On Linux, the socket of an open file is named by its device and its number, so that a file with several names is locked
//! under all of them.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::runtime::position::parse_hash;
use crate::runtime::rng::{Rng, SystemRng};

/// A lock, which is released when it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    _beacon: Beacon,
    /// The lock of the open file.
    _file: Option<Beacon>,
}

/// Why a file cannot be locked.
pub(crate) enum LockError {
    /// Another lock is in use, in this process or in another.
    InUse,
    /// The owner of this file is not known: it may be in use.
    Unclear(PathBuf),
    Io(io::Error),
}

impl From<io::Error> for LockError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Lock {
    /// Locks a file, which need not exist.
    pub(crate) fn acquire(file: &Path) -> Result<Self, LockError> {
        // links to a file are other names of the same one
        let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        let name = file.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let folder = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let mut prefix = name.to_owned();
        prefix.push(".lock-");
        let (place, token) = (place(), SystemRng.next());
        // another process must find it alive as soon as it finds the file
        let beacon = Beacon::new(token)?;
        let path = folder.join(lock_name(&prefix, place, token));
        File::options().write(true).create_new(true).open(&path)?;
        let lock = Self { path, _beacon: beacon, _file: None };
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let Some(owner) = owner(&path, &prefix) else { continue };
            if path == lock.path {
                continue;
            }
            let own = owner.filter(|(other, _)| *other == place);
            match own.and_then(|(_, token)| Beacon::is_alive(token)) {
                Some(true) => return Err(LockError::InUse),
                Some(false) => {}
                None => return Err(LockError::Unclear(path)),
            }
            // fails if another process has removed it
            let _ = fs::remove_file(path);
        }
        Ok(lock)
    }

    /// Locks the open file, which may have other names.
    pub(crate) fn add_file(&mut self, file: &File) -> Result<(), LockError> {
        self._file = Beacon::of_file(file).map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => LockError::InUse,
            _ => LockError::Io(error),
        })?;
        Ok(())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // an error cannot be reported here
        let _ = fs::remove_file(&self.path);
    }
}

fn lock_name(prefix: &OsString, place: u64, token: u64) -> OsString {
    let mut name = prefix.clone();
    name.push(format!("{place:016x}-{token:016x}"));
    name
}

/// Returns the place and the token of a lock; `None` for another file, and `Some(None)` for a lock of another format.
fn owner(path: &Path, prefix: &OsString) -> Option<Option<(u64, u64)>> {
    let name = path.file_name()?.to_string_lossy();
    let rest = name.strip_prefix(&*prefix.to_string_lossy())?;
    let parse = |(place, token)| Some((parse_hash(place)?, parse_hash(token)?));
    Some(rest.split_once('-').and_then(parse))
}

/// A sign that a process has not ended.
#[cfg(target_os = "linux")]
#[derive(Debug)]
struct Beacon {
    _listener: std::os::unix::net::UnixListener,
}

#[cfg(target_os = "linux")]
impl Beacon {
    fn address(name: &str) -> io::Result<std::os::unix::net::SocketAddr> {
        use std::os::linux::net::SocketAddrExt;
        std::os::unix::net::SocketAddr::from_abstract_name(name)
    }

    fn bind(name: &str) -> io::Result<Self> {
        let address = Self::address(name)?;
        Ok(Self { _listener: std::os::unix::net::UnixListener::bind_addr(&address)? })
    }

    fn new(token: u64) -> io::Result<Self> {
        Self::bind(&token_name(token))
    }

    /// Returns the sign of the process that uses an open file.
    fn of_file(file: &File) -> io::Result<Option<Self>> {
        use std::os::unix::fs::MetadataExt;
        let metadata = file.metadata()?;
        Self::bind(&format!("lock-file-{:x}-{:x}", metadata.dev(), metadata.ino())).map(Some)
    }

    /// Returns `true` if the lock with this token is in use, and `None` if it is not known.
    fn is_alive(token: u64) -> Option<bool> {
        let connected = Self::address(&token_name(token))
            .and_then(|address| std::os::unix::net::UnixStream::connect_addr(&address));
        match connected {
            Ok(_) => Some(true),
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Some(false),
            Err(_) => None,
        }
    }
}

#[cfg(target_os = "linux")]
fn token_name(token: u64) -> String {
    format!("lock-{token:016x}")
}

/// Returns a number that is the same for all processes that can reach the sockets of each other.
#[cfg(target_os = "linux")]
fn place() -> u64 {
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let network = fs::read_link("/proc/self/ns/net").unwrap_or_default();
    crate::runtime::position::hash(&[host.trim(), &network.to_string_lossy()])
}

/// Takes the place of a sign where processes have none: the lock of a process that was killed is removed by hand.
#[cfg(not(target_os = "linux"))]
#[derive(Debug)]
struct Beacon;

#[cfg(not(target_os = "linux"))]
impl Beacon {
    fn new(_: u64) -> io::Result<Self> {
        Ok(Self)
    }

    fn of_file(_: &File) -> io::Result<Option<Self>> {
        Ok(None)
    }

    fn is_alive(_: u64) -> Option<bool> {
        None
    }
}

#[cfg(not(target_os = "linux"))]
fn place() -> u64 {
    0
}
