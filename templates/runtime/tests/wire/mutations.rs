//! Properties of lenient and strict decoding over documents with replaced values.

use super::fixture::{FULL, Note};
use runtime::json::{decode, decode_strict, decode_with_report, encode};
use runtime::wire::{Json, Map};
use serde_json::Value;

/// JSON values that replace those of a document.
const VALUES: [&str; 22] = [
    "null",
    "true",
    "0",
    "-1.50",
    "12345678901234567890123456789012345",
    "1e400",
    "\"\"",
    "\"  \"",
    "\"n/a\"",
    "\"1,065.00\"",
    "\"7\"",
    "\"0000-00-00\"",
    "\"2020-09-10T09:45:07Z\"",
    "\"lone \\udc00\"",
    "[]",
    "[null]",
    "[1,{\"a\":2}]",
    "[\"x\",[]]",
    "{}",
    "{\"Id\":{\"b\":1}}",
    "{\"Tag\":[\"a\"],\"Floor\":\"high\"}",
    "{\"Comment\":[{\"At\":\"x\"},5]}",
];

/// A generator of pseudorandom numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// Writes a value as JSON text, and replaces some of the values in it.
fn mutate(value: &Value, depth: usize, random: &mut Random, out: &mut String) {
    if depth > 0 && random.below(8) == 0 {
        out.push_str(VALUES[random.below(VALUES.len())]);
        return;
    }
    match value {
        Value::Array(list) => {
            out.push('[');
            for (index, value) in list.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                mutate(value, depth + 1, random, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                out.push_str(&format!("{}:", Value::from(name.as_str())));
                mutate(value, depth + 1, random, out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// Returns `true` for a value that counts as absent for some type of field.
fn is_absent(json: &Json) -> bool {
    let is_blank = |text: &str| text.trim().is_empty();
    json.as_json() == "null"
        || json.to_str().is_some_and(|text| is_blank(&text))
        || json.elements().is_some_and(|elements| elements.iter().all(is_absent))
        || json.members().is_some_and(|members| members.iter().all(|(_, json)| is_absent(json)))
}

fn members(document: &str) -> Map<Json> {
    Json::parse(document).ok().and_then(|json| json.members()).expect("an object")
}

#[test]
fn lenient_decoding_succeeds_and_keeps_every_member() {
    let full: Value = serde_json::from_str(FULL).expect("JSON");
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut strict_successes, mut unreadable) = (0, 0);
    for _ in 0..5_000 {
        let mut document = String::new();
        mutate(&full, 0, &mut random, &mut document);
        let strict = decode_strict::<Note>(document.as_bytes());
        let (lenient, report) = decode_with_report::<Note>(document.as_bytes()).expect("an object");
        assert_eq!(decode::<Note>(document.as_bytes()).as_ref(), Ok(&lenient));
        match &strict {
            Ok(strict) => {
                assert_eq!(strict, &lenient, "{document}");
                assert!(report.unreadable.is_empty(), "{document}");
                strict_successes += 1;
            }
            Err(_) => assert!(!report.unreadable.is_empty(), "{document}"),
        }
        unreadable += report.unreadable.len();
        let encoded = encode(&lenient);
        let (before, after) = (members(&document), members(&encoded));
        for (name, json) in &before {
            assert!(is_absent(json) || after.get(name).is_some(), "{name}: {document}");
        }
        for (name, json) in lenient.extra.iter() {
            assert_eq!(before.get(name), Some(json), "{name}: {document}");
            assert_eq!(after.get(name), Some(json), "{name}: {document}");
        }
        assert_eq!(decode::<Note>(encoded.as_bytes()), Ok(lenient), "{document}");
    }
    assert!(strict_successes > 100, "{strict_successes}");
    assert!(unreadable > 5_000, "{unreadable}");
}
