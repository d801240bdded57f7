//! Documents that are not valid: an error and never a panic.

use super::fixture::{FULL, NAMES, Note, note};
use runtime::json::{decode, decode_strict, decode_with_report, encode};
use runtime::runtime::codec::{Context, decode_envelope};
use runtime::wire::Json;

fn json(document: &str) -> bool {
    decode::<Json>(document.as_bytes()).is_ok()
}

#[test]
fn a_document_truncated_anywhere_is_an_error() {
    for end in 0..FULL.len() {
        let cut = &FULL.as_bytes()[..end];
        assert!(decode::<Note>(cut).is_err(), "{end}");
        assert!(decode::<Json>(cut).is_err(), "{end}");
        let mut items = Vec::<Note>::new();
        let decoded = decode_envelope(cut, &["Comments"], &mut items, &mut Context::new());
        assert!(decoded.is_err(), "{end}");
    }
}

#[test]
fn trailing_characters_are_an_error() {
    for tail in ["x", "{}", ",", "]", "}", "\0", " null"] {
        assert!(decode::<Note>(format!("{FULL}{tail}").as_bytes()).is_err(), "{tail}");
    }
    assert_eq!(note(&format!(" \t\r\n{FULL} \t\r\n")), note(FULL));
}

#[test]
fn random_changes_never_panic() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    let (mut decoded, mut failed) = (0, 0);
    for round in 0..20_000 {
        let mut bytes = FULL.as_bytes().to_vec();
        for _ in 0..=round % 4 {
            let at = random() % bytes.len();
            match random() % 4 {
                0 => bytes[at] = (random() % 256) as u8,
                1 => bytes[at] = b"{}[]\",:0-eE+.\\tfn "[random() % 18],
                2 => drop(bytes.remove(at)),
                _ => bytes.insert(at, b"{}[]\",:0-e\\"[random() % 11]),
            }
        }
        let strict = decode_strict::<Note>(&bytes);
        match decode_with_report::<Note>(&bytes) {
            Ok((note, report)) => {
                // what was decoded can be encoded and decoded again
                let again = decode::<Note>(encode(&note).as_bytes());
                assert_eq!(again.as_ref(), Ok(&note), "{}", String::from_utf8_lossy(&bytes));
                let what = "used the last of several members of this name";
                let is_repeated = report.coercions.iter().any(|coercion| coercion.what == what);
                assert_eq!(strict.is_ok(), report.unreadable.is_empty() && !is_repeated);
                decoded += 1;
            }
            Err(error) => {
                assert!(error.path().starts_with('$'), "{error}");
                assert!(strict.is_err(), "{error}");
                failed += 1;
            }
        }
    }
    assert!(decoded > 1_000 && failed > 1_000, "{decoded} decoded, {failed} failed");
}

#[test]
fn every_field_is_decoded_from_every_kind_of_value() {
    let values = [
        "null",
        "true",
        "false",
        "0",
        "-1.5e3",
        "\"\"",
        "\" \"",
        "\"x\"",
        "\"1\"",
        "\"true\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[1]",
        "[\"x\"]",
        "[{}]",
        "[{},{}]",
        "{\"a\":1}",
        "{\"Id\":{}}",
        "\"2020-01-01\"",
        "1e999",
        "\"\\ud800\"",
        "[\"\\udc00\",1]",
    ];
    let mut failed = 0;
    for name in NAMES.iter().chain(&["Text1", "Money1_USD"]) {
        for value in values {
            let document = format!("{{{name:?}:{value}}}");
            let (lenient, report) = decode_with_report::<Note>(document.as_bytes()).expect("JSON");
            assert_eq!(note(&encode(&lenient)), lenient, "{document}");
            match decode_strict::<Note>(document.as_bytes()) {
                Ok(strict) => assert_eq!(strict, lenient, "{document}"),
                Err(error) => {
                    assert_eq!(report.unreadable[0].path, error.path(), "{document}");
                    assert_eq!(encode(&lenient), document);
                    failed += 1;
                }
            }
        }
    }
    assert!(failed > 100, "{failed}");
}

#[test]
fn empty_documents_and_other_encodings_are_errors() {
    for bytes in [&b""[..], b" \n", b"\xff\xfe{\0}\0", b"{\"Type\":\"\xff\"}", b"<html></html>"] {
        let error = decode::<Note>(bytes).expect_err("not JSON");
        assert_eq!(error.path(), "$");
    }
    let error = decode::<Note>(b"").expect_err("not JSON");
    assert_eq!(error.to_string(), "$: expected a JSON document, found nothing");
}

#[test]
fn the_depth_of_nested_values_is_limited() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(json(&nested(128)) && !json(&nested(129)) && !json(&nested(1_000_000)));
    let replies =
        |depth: usize| format!("{}{{}}{}", r#"{"ReplyTo":"#.repeat(depth), "}".repeat(depth));
    assert!(decode_strict::<Note>(replies(127).as_bytes()).is_ok());
    let error = decode::<Note>(replies(128).as_bytes()).expect_err("too deep");
    assert!(error.expected().contains("128"), "{error}");
    assert!(decode::<Note>(replies(100_000).as_bytes()).is_err());
    // brackets in strings are not counted
    assert!(json(&format!("\"{}\\\"{}\"", "[".repeat(500), "{".repeat(500))));
}

#[test]
fn the_depth_is_limited_for_serde_too() {
    let replies =
        |depth: usize| format!("{}{{}}{}", r#"{"ReplyTo":"#.repeat(depth), "}".repeat(depth));
    assert!(serde_json::from_str::<Note>(&replies(127)).is_ok());
    for depth in [128, 100_000] {
        assert!(serde_json::from_str::<Note>(&replies(depth)).is_err(), "{depth}");
        assert!(serde_json::from_str::<Json>(&replies(depth)).is_err(), "{depth}");
    }
}
