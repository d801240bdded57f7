//! What a reader in one pass must not change: documents are valid as a whole, and names are compared without escapes.

use super::fixture::{Comment, Note, decimal, note};
use runtime::json::{decode, decode_strict, decode_with_report, encode};
use runtime::record;
use runtime::runtime::codec::{Context, Envelope, decode_envelope};
use runtime::wire::{Decimal, Extra, Json};

#[test]
fn an_invalid_document_is_not_the_error_of_a_value() {
    // both are found at the end, after a value that cannot be read
    for document in [
        r#"{"Pages":"x","Tags":["a" "b"]}"#,
        r#"{"Address":5,"Comments":[{"At":"x"}]"#,
        r#"{"Comments":[{"At":"x"},5],"Tags":nul}"#,
        r#"{"Pages":"x"} {}"#,
        r#"{"ReplyTo":{"Pages":"x","Tags":["\q"]}}"#,
        r#"{"AuthorEmail":"\q"}"#,
        r#"{"AuthorEmail":[1],"Type":01}"#,
    ] {
        for decode in [decode::<Note>, decode_strict] {
            let error = decode(document.as_bytes()).expect_err(document);
            assert_eq!((&*error.path(), error.expected()), ("$", "a JSON document"), "{document}");
            assert!(error.found().contains("at line 1 column "), "{error}");
        }
        let mut items = Vec::<Comment>::new();
        let mut cx = Context::new().strict(true);
        let error = decode_envelope(document.as_bytes(), &["Comments"], &mut items, &mut cx);
        assert_eq!(error.expect_err(document).expected(), "a JSON document", "{document}");
    }
}

#[test]
fn syntax_errors_have_a_line_and_a_column() {
    for (document, found) in [
        ("{\"Id\":\"1\",\n \"Tags\":[1,]}", "expected value at line 2 column 12"),
        ("{\"Id\" 1}", "expected `:` at line 1 column 7"),
        ("{\"Id\":1\n,}", "key must be a string at line 2 column 2"),
        ("{\"Id\":1", "EOF while parsing an object at line 1 column 7"),
        ("{\"Tags\":[1\n", "EOF while parsing a list at line 2 column 0"),
        ("[1}", "expected `,` or `]` at line 1 column 3"),
        ("{} x", "trailing characters at line 1 column 4"),
        (
            "\"a\tb\"",
            "control character (\\u0000-\\u001F) found while parsing a string at line 1 column 3",
        ),
    ] {
        let error = decode::<Json>(document.as_bytes()).expect_err(document);
        assert_eq!(error.found(), found, "{document}");
    }
}

fn envelope(document: &str, strict: bool) -> (Envelope, Vec<Comment>, usize) {
    let mut items = Vec::new();
    let mut cx = if strict { Context::new().strict(true) } else { Context::with_report() };
    let names = &["Comments", "comments"];
    let envelope = decode_envelope(document.as_bytes(), names, &mut items, &mut cx);
    (envelope.expect(document), items, cx.into_report().unreadable.len())
}

#[test]
fn items_that_are_replaced_leave_nothing() {
    let document = r#"{"comments":[{"At":"x"},5],"Comments":[{"Text":"a"}],"n":1}"#;
    for strict in [false, true] {
        let (envelope, items, unreadable) = envelope(document, strict);
        assert_eq!((items.len(), unreadable), (1, 0));
        assert_eq!(items[0].text.as_deref(), Some("a"));
        let members: Vec<_> = envelope.members.iter().map(|(name, _)| name).collect();
        assert_eq!(members, ["comments", "n"]);
    }
    let (envelope, items, unreadable) = envelope(r#"{"Comments":[{}],"Comments":[5]}"#, false);
    assert_eq!((items.len(), unreadable), (0, 1));
    assert_eq!(envelope.members.get("Comments").map(Json::as_json), Some("[5]"));
}

/// A struct with names that JSON escapes, or that look like escapes.
#[derive(Clone, Default)]
struct Odd {
    quote: Option<i64>,
    escape: Option<i64>,
    brace: Option<i64>,
    extra: Extra,
}
record!(Odd { "a\"b" => quote, "\\u0061" => escape, "{" => brace });

#[test]
fn names_are_compared_without_escapes() {
    let odd: Odd = decode(br#"{"a\"b":1,"\\u0061":2,"\u0061":3}"#).expect("decodes");
    assert_eq!((odd.quote, odd.escape), (Some(1), Some(2)));
    assert_eq!(odd.extra.get("a").map(Json::as_json), Some("3"));
    assert_eq!(encode(&odd), r#"{"a\"b":1,"\\u0061":2,"a":3}"#);
    let odd: Odd = decode(br#"{"\u0061":1}"#).expect("decodes");
    assert_eq!((odd.escape, odd.extra.len()), (None, 1));
    assert_eq!(note(r#"{ "Pages" : 1 , "Type" :"x","\u0054ags":["a"] }"#).tags, ["a"]);
}

#[test]
fn names_of_invalid_unicode_are_kept_with_their_object() {
    let document = r#"{"Address":{"\ud800":1},"Settings":{"\udc00":1},"Pages":1}"#;
    let (read, report) = decode_with_report::<Note>(document.as_bytes()).expect("decodes");
    assert_eq!((read.pages, read.extra.len(), report.unreadable.len()), (Some(1), 2, 2));
    assert_eq!(encode(&read), r#"{"Pages":1,"Address":{"\ud800":1},"Settings":{"\udc00":1}}"#);
    assert!(decode::<Note>(br#"{"\ud800":1}"#).is_err());
}

/// Where decoders differ: both ways into a model follow the same rule.
#[test]
fn decode_and_serde_agree_where_decoders_differ() {
    let long = "12345678901234567890123456789";
    for (document, encoded) in [
        (r#"{"Pages":1e2}"#.to_owned(), r#"{"Pages":100}"#.to_owned()),
        (r#"{"Tags":["a"],"Tags":["b"]}"#.to_owned(), r#"{"Tags":["b"]}"#.to_owned()),
        (format!(r#"{{"Amount":{long}}}"#), format!(r#"{{"Amount":{long}}}"#)),
        (r#"{"Amount":12.50}"#.to_owned(), r#"{"Amount":12.50}"#.to_owned()),
    ] {
        let read = note(&document);
        assert_eq!(serde_json::from_str::<Note>(&document).expect("deserializes"), read);
        assert_eq!(encode(&read), encoded);
    }
    assert_eq!(note(&format!(r#"{{"Amount":{long}}}"#)).amount, None);
}

#[test]
fn decimals_are_written_as_they_are_formatted() {
    let mut texts =
        vec!["0".to_owned(), "-0.00".to_owned(), "79228162514264337593543950335".into()];
    for digits in [0_u64, 1, 9, 10, 99, 12_345, 18_446_744_073_709_551_615] {
        for scale in 0..=28 {
            for sign in [1, -1] {
                let value = i128::from(digits) * sign;
                texts.push(Decimal::from_i128_with_scale(value, scale).to_string());
            }
        }
    }
    for text in texts {
        assert_eq!(encode(&vec![decimal(&text)]), format!("[{}]", decimal(&text)), "{text}");
    }
    assert_eq!(encode(&vec![-Decimal::ZERO]), format!("[{}]", -Decimal::ZERO));
}
