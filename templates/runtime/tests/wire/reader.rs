//! The reader of documents, compared with serde_json over mutated documents.

use super::against_serde_json::compare;
use super::fixture::FULL;

/// The documents that are mutated: tokens of every kind, short enough that most mutations change one.
const DOCUMENTS: [&str; 8] = [
    r#"{"Id":"0042","Amount":12.50,"Tags":["a","b"],"Urgent":true}"#,
    r#"[-0,0.1,-12e3,4E-5,6.7e+8,123456789012345678901234567890]"#,
    r#"["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00","é😀","12345678","1234567\""]"#,
    r#" { "a" : [ ] , "b" : { } , "c" : [ { } , null , false ] } "#,
    r#"{"\u0061b":1,"":{"":[[[]]]},"a b":"x"}"#,
    "\t\"tab\"\r\n",
    "[[[[[[1]]]],{\"a\":{\"b\":{\"c\":[{}]}}}]]",
    "\u{feff}[1]",
];

/// Bytes that are inserted: mostly those with a meaning.
const BYTES: &[u8] = b"{}[]\",:0123456789-+.eE\\/bfnrtu \n\t\r\0\x1f\x7f\xc3\xa9truefalsenull";

/// A linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((self.0 >> 33) % end as u64) as usize
    }
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let byte = BYTES[random.below(BYTES.len())];
    match random.below(5) {
        0 | 1 => bytes.insert(at, byte),
        2 if at < bytes.len() => bytes[at] = byte,
        3 if at < bytes.len() => drop(bytes.remove(at)),
        // repeats a part
        _ => {
            let end = bytes.len().min(at + random.below(6));
            let part = bytes[at.min(end)..end].to_vec();
            let to = random.below(bytes.len() + 1);
            bytes.splice(to..to, part);
        }
    }
}

#[test]
fn mutated_documents_are_read_as_serde_json_reads_them() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut accepted = 0;
    for round in 0..ROUNDS {
        let mut bytes = DOCUMENTS[round % DOCUMENTS.len()].as_bytes().to_vec();
        for _ in 0..=random.below(4) {
            mutate(&mut bytes, &mut random);
        }
        accepted += usize::from(compare(&bytes));
    }
    assert!((ROUNDS / 10..ROUNDS / 2).contains(&accepted), "{accepted}");
    for round in 0..ROUNDS / 100 {
        let mut bytes = FULL.as_bytes().to_vec();
        for _ in 0..=round % 3 {
            mutate(&mut bytes, &mut random);
        }
        compare(&bytes);
    }
}

/// The number of mutated documents.
const ROUNDS: usize = 400_000;

#[test]
fn a_special_byte_is_found_at_every_position() {
    // strings are scanned in chunks of eight bytes
    for len in 0..40 {
        for at in 0..len {
            for byte in [b'"', b'\\', b'\n', 0x1f, b' ', b'!', b'#', b'[', b']', 0x7f, b'a'] {
                let mut bytes = vec![b'x'; len + 2];
                (bytes[0], bytes[len + 1]) = (b'"', b'"');
                bytes[at + 1] = byte;
                compare(&bytes);
            }
        }
    }
}

#[test]
fn numbers_have_the_grammar_of_json() {
    for number in [
        "0", "-0", "00", "-", "+1", "01", "-01", "1.", ".5", "1.e3", "1e", "1e+", "1E-07",
        "0.0e-0", "--1", "1-", "1.2.3", "0x1", "1e400", "NaN", "Infinity", "1_000", "٣",
    ] {
        compare(number.as_bytes());
        compare(format!("[{number}]").as_bytes());
        compare(format!("{{\"a\":{number}}}").as_bytes());
    }
}
