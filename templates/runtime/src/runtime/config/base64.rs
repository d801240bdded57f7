//! Base64 for `Authorization: Basic`: the standard alphabet, padded.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, &byte| group << 8 | u32::from(byte));
        let group = group << (8 * (3 - chunk.len()));
        for index in 0..4 {
            text.push(if index <= chunk.len() { letter(group >> (18 - 6 * index)) } else { '=' });
        }
    }
    text
}

/// Returns the letter for the lowest six bits.
fn letter(bits: u32) -> char {
    ALPHABET.get((bits & 63) as usize).map_or('=', |&byte| char::from(byte))
}
