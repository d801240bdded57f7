//! Hashes of file contents, to detect edits. They do not protect against forged contents.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::fnv::Fnv;

/// The hash of the contents of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hash(Fnv);

impl Hash {
    /// Returns the hash of `bytes`.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(Fnv::default().with(bytes))
    }

    /// Returns the hash of a file, which is read in parts.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut hash = Fnv::default();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(Self(hash)),
                length => hash = hash.with(buffer.get(..length).unwrap_or_default()),
            }
        }
    }

    /// Returns the hash as 16 hexadecimal digits.
    pub(super) fn to_hex(self) -> String {
        format!("{:016x}", self.0.0)
    }

    /// Parses 16 hexadecimal digits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u64::from_str_radix(text, 16).ok().map(Fnv).map(Self)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_read_back() {
        assert_eq!(Hash::of(b"foobar").to_hex(), "85944171f73967e8");
        assert_eq!(Hash::parse("85944171f73967e8"), Some(Hash::of(b"foobar")));
        assert_eq!(Hash::parse("+5944171f73967e8"), None);
    }
}
