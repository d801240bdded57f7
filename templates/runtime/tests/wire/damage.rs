//! Documents that are broken in some way: always a fault, never a panic.

use super::fixture::{FULL, NAMES, Note, note};
use runtime::runtime::wire::{decode, decode_envelope, decode_json, decode_with_report, encode};

#[test]
fn a_document_cut_short_anywhere_is_a_fault() {
    for end in 0..FULL.len() {
        let cut = &FULL.as_bytes()[..end];
        assert!(decode::<Note>(cut).is_err(), "{end}");
        assert!(decode_json(cut).is_err(), "{end}");
        assert!(decode_envelope(cut, &["Comments"], &mut Vec::<Note>::new()).is_err(), "{end}");
    }
}

#[test]
fn text_after_the_document_is_refused() {
    for tail in ["x", "{}", ",", "]", "}", "\0", " null"] {
        assert!(decode::<Note>(format!("{FULL}{tail}").as_bytes()).is_err(), "{tail}");
    }
    assert_eq!(note(&format!(" \t\r\n{FULL} \t\r\n")), note(FULL));
}

#[test]
fn garbage_never_panics() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    let (mut read, mut refused) = (0, 0);
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
        match decode_with_report::<Note>(&bytes) {
            Ok((note, _)) => {
                // what was read can be written and read again
                let again = decode::<Note>(encode(&note).as_bytes());
                assert_eq!(again.as_ref(), Ok(&note), "{}", String::from_utf8_lossy(&bytes));
                read += 1;
            }
            Err(fault) => {
                assert!(fault.path().starts_with('$'), "{fault}");
                refused += 1;
            }
        }
    }
    assert!(read > 1_000 && refused > 1_000, "{read} read, {refused} refused");
}

#[test]
fn every_slot_meets_every_kind_of_value() {
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
    for name in NAMES.iter().chain(&["Text1", "Money1_USD"]) {
        for value in values {
            let document = format!("{{{name:?}:{value}}}");
            match decode::<Note>(document.as_bytes()) {
                Ok(read) => assert_eq!(note(&encode(&read)), read, "{document}"),
                Err(fault) => assert!(fault.path().starts_with("$"), "{document}"),
            }
        }
    }
}

#[test]
fn nothing_and_other_encodings_are_faults() {
    for bytes in [&b""[..], b" \n", b"\xff\xfe{\0}\0", b"{\"Type\":\"\xff\"}", b"<html></html>"] {
        let fault = decode::<Note>(bytes).expect_err("refused");
        assert_eq!(fault.path(), "$");
    }
    let fault = decode::<Note>(b"").expect_err("refused");
    assert_eq!(fault.to_string(), "$: expected a JSON document, found nothing");
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(decode_json(nested(128).as_bytes()).is_ok());
    assert!(decode_json(nested(129).as_bytes()).is_err());
    assert!(decode_json(nested(1_000_000).as_bytes()).is_err());
    let replies =
        |depth: usize| format!("{}{{}}{}", r#"{"ReplyTo":"#.repeat(depth), "}".repeat(depth));
    assert!(decode::<Note>(replies(127).as_bytes()).is_ok());
    let fault = decode::<Note>(replies(128).as_bytes()).expect_err("too deep");
    assert!(fault.expected().contains("128"), "{fault}");
    assert!(decode::<Note>(replies(100_000).as_bytes()).is_err());
    // brackets in text are no nesting
    assert!(
        decode_json(format!("\"{}\\\"{}\"", "[".repeat(500), "{".repeat(500)).as_bytes()).is_ok()
    );
}
