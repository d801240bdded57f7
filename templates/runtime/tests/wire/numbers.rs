//! Integers, decimals and booleans.

use super::fixture::{coercion, decimal, note, reported, unreadable, with};
use runtime::json::encode;

#[test]
fn integers_are_decoded_from_numbers_and_strings() {
    for (value, expected) in [
        ("5000000000", 5_000_000_000),
        ("\"250\"", 250),
        ("\"250.0\"", 250),
        ("250.000", 250),
        ("-3", -3),
        ("\"-3\"", -3),
        ("\"007\"", 7),
        ("1e3", 1000),
        ("12.5e1", 125),
        ("0.00e-90", 0),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
    ] {
        assert_eq!(with("Pages", value).pages, Some(expected), "{value}");
    }
}

#[test]
fn integers_with_a_fraction_or_of_more_than_64_bits_are_unreadable() {
    for value in [
        "2.5",
        "\"2.5\"",
        "1e-1",
        "9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "1e999999",
        "\"12a\"",
        "\"1 2\"",
        "\" 12\"",
        "\"n/a\"",
        "\"-\"",
        "\".\"",
        "\"0x10\"",
        "\"1,000\"",
        "true",
        "[1]",
        "{\"a\":1}",
        "\"٣\"",
        "\"1e\"",
        "\"1e+\"",
        "\"++1\"",
        "\"NaN\"",
        "\"Infinity\"",
    ] {
        let error = unreadable("Pages", value);
        assert_eq!(error.path(), "$.Pages", "{value}");
        assert_eq!(error.expected(), "an integer", "{value}");
    }
}

#[test]
fn decimals_are_exact_and_keep_their_scale() {
    for (value, expected) in [
        ("12.50", "12.50"),
        ("\"65.00\"", "65.00"),
        ("0.1", "0.1"),
        ("-0.05", "-0.05"),
        ("1e3", "1000"),
        ("1.5E-2", "0.015"),
        ("\"1.50e+1\"", "15.0"),
        ("1234567890123456789.012345678", "1234567890123456789.012345678"),
        ("9999999999999999999999999999", "9999999999999999999999999999"),
        ("0.9999999999999999999999999999", "0.9999999999999999999999999999"),
        ("1e27", "1000000000000000000000000000"),
        ("0.00", "0.00"),
        ("\"00012.50\"", "12.50"),
        ("\".5\"", "0.5"),
    ] {
        let read = with("Amount", value).amount.expect("present");
        assert_eq!(read.to_string(), expected, "{value}");
    }
}

#[test]
fn decimals_are_never_rounded() {
    for value in [
        "12345678901234567890123456789",
        "1.0000000000000000000000000001",
        "0.00000000000000000000000000001",
        "1e28",
        "1e-29",
        "\"1e999999999999\"",
        "99999999999999999999999999999e-5",
    ] {
        assert_eq!(unreadable("Amount", value).path(), "$.Amount", "{value}");
    }
    for value in
        ["\"12.5.0\"", "\"12,5\"", "\"$5\"", "false", "\"n/a\"", "[1.0]", "\"e5\"", "\"1e5e5\""]
    {
        assert!(unreadable("Amount", value).expected().contains("decimal"), "{value}");
    }
}

#[test]
fn decimals_of_up_to_28_digits_are_encoded_as_they_were_decoded() {
    // a binary fraction would change most of them
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..2_000 {
        let digits = 1 + (random() % 28) as usize;
        let mut text: String =
            (0..digits).map(|_| char::from(b'0' + (random() % 10) as u8)).collect();
        text = text.trim_start_matches('0').to_owned();
        if text.is_empty() {
            text.push('1');
        }
        let point = (random() as usize) % text.len();
        if point > 0 {
            text.insert(point, '.');
        }
        let read = with("Amount", &text);
        assert_eq!(encode(&read), format!("{{\"Amount\":{text}}}"));
        assert_eq!(read, with("Amount", &format!("{text:?}")));
    }
}

#[test]
fn booleans_have_several_spellings() {
    for value in ["true", "\"true\"", "\"TRUE\"", "\"True\"", "\"YES\"", "\"yes\"", "1", "\"1\""] {
        assert_eq!(with("Urgent", value).urgent, Some(true), "{value}");
    }
    for value in ["false", "\"false\"", "\"FALSE\"", "\"fAlse\"", "\"NO\"", "\"No\"", "0", "\"0\""]
    {
        assert_eq!(with("Urgent", value).urgent, Some(false), "{value}");
    }
    for value in ["2", "-1", "1.0", "\"01\"", "\"t\"", "\"y\"", "\"n/a\"", "[true]", "[1]"] {
        assert_eq!(unreadable("Urgent", value).expected(), "true or false", "{value}");
    }
    for value in ["1", "0", "\"YES\"", "\"0\""] {
        let report = reported("Urgent", value).1;
        let what = report.coercions.last().map(|coercion| coercion.what);
        assert_eq!(what, Some("read a boolean from another spelling"), "{value}");
    }
    assert!(reported("Urgent", "true").1.is_empty());
}

#[test]
fn absent_values_are_none() {
    for name in ["CreationDate", "Day", "Amount", "Pages", "Urgent"] {
        for value in ["\"\"", "\"  \"", "null", "[]", "{}", "[ ]", "{\n}"] {
            assert_eq!(with(name, value), note("{}"), "{name}: {value}");
        }
    }
}

#[test]
fn conversions_of_numbers_are_reported() {
    assert_eq!(coercion(&reported("Amount", "\"1.0\"").1), ("$.Amount", "read from a string"));
    assert_eq!(coercion(&reported("Amount", "[]").1), ("$.Amount", "read as absent"));
    let what = "read an integer from a decimal";
    assert_eq!(coercion(&reported("Pages", "250.0").1), ("$.Pages", what));
    assert!(reported("Pages", "250").1.is_empty());
    assert!(reported("Pages", "null").1.is_empty());
    let both = note(r#"{"Amount":12.50,"Pages":1}"#);
    assert_eq!(both.amount, Some(decimal("12.50")));
}
