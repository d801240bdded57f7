//! Hashes of file contents, to detect edits. They do not protect against forged contents.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The hash of the contents of a file: FNV-1a of 64 bits, which is the same on all platforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hash(u64);

impl Hash {
    const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);
    const PRIME: u64 = 0x0000_0100_0000_01b3;

    /// Returns the hash of `bytes`.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::EMPTY.with(bytes)
    }

    /// Returns the hash of a file, which is read in parts.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut hash = Self::EMPTY;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(hash),
                length => hash = hash.with(buffer.get(..length).unwrap_or_default()),
            }
        }
    }

    fn with(self, bytes: &[u8]) -> Self {
        let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(Self::PRIME);
        Self(bytes.iter().fold(self.0, add))
    }

    /// Returns the hash as 16 hexadecimal digits.
    pub(super) fn to_hex(self) -> String {
        format!("{:016x}", self.0)
    }

    /// Parses 16 hexadecimal digits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u64::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_specification() {
        assert_eq!(Hash::of(b"").to_hex(), "cbf29ce484222325");
        assert_eq!(Hash::of(b"a").to_hex(), "af63dc4c8601ec8c");
        assert_eq!(Hash::of(b"foobar").to_hex(), "85944171f73967e8");
        assert_eq!(Hash::parse("85944171f73967e8"), Some(Hash::of(b"foobar")));
        assert_eq!(Hash::parse("+5944171f73967e8"), None);
    }
}
