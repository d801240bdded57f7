//! Values that cannot be read as the type of their field: the document is decoded, and no JSON is lost.

use super::fixture::{Note, document, note, unreadable};
use runtime::json::{DecodeReport, decode, decode_strict, decode_with_report, encode};
use runtime::runtime::codec::{Context, decode_envelope};
use runtime::wire::Json;

/// A member with a value that is seen in real responses, and what its type expects.
const ODD_MEMBERS: [(&str, &str, &str); 16] = [
    ("CreationDate", "\"n/a\"", "a date and time"),
    ("CreationDate", "\"0000-00-00T00:00:00Z\"", "a date and time"),
    ("CreationDate", "\"2022-03-02T05: 18:54-08:00\"", "a date and time"),
    ("Day", "\"0000-00-00\"", "a date"),
    ("Amount", "\"1,065.00\"", "a decimal number of at most 28 digits"),
    ("Amount", "\"N/A\"", "a decimal number of at most 28 digits"),
    ("Amount", "12345678901234567890123456789", "a decimal number of at most 28 digits"),
    ("Pages", "\"twelve\"", "an integer"),
    ("Urgent", "\"maybe\"", "true or false"),
    ("Type", r#""a\ud83d""#, "a string of valid Unicode"),
    ("Type", r#"{"x":1}"#, "a string"),
    ("Id", "[1,2]", "a string"),
    ("State", r#"{"Code":"NEW"}"#, "a string"),
    ("Address", "\"Main Street 1\"", "an object"),
    ("Amounts", r#"["1.00","N/A"]"#, "a decimal number of at most 28 digits"),
    ("Text4", "[\"a\"]", "a string"),
];

/// Returns a page of three items, of which the second has this member.
fn page(name: &str, value: &str) -> String {
    format!(
        r#"{{"@page":1,"Notes":[{{"Id":"1"}},{{"Id":"2",{name:?}:{value},"Pages2":7}},{{"Id":"3"}}]}}"#
    )
}

fn decode_page(document: &str) -> (Vec<Note>, DecodeReport) {
    let mut notes = Vec::new();
    let mut cx = Context::with_report();
    let envelope = decode_envelope(document.as_bytes(), &["Notes"], &mut notes, &mut cx);
    let members: Vec<_> = envelope.expect(document).members.into_iter().collect();
    assert_eq!(members.len(), 1, "{members:?}");
    (notes, cx.into_report())
}

#[test]
fn a_page_with_an_odd_value_is_decoded_without_loss() {
    for (name, value, expected) in ODD_MEMBERS {
        let document = page(name, value);
        let (notes, report) = decode_page(&document);
        assert_eq!(notes.len(), 3, "{document}");
        assert_eq!([&notes[0], &notes[2]], [&note(r#"{"Id":"1"}"#), &note(r#"{"Id":"3"}"#)]);
        let odd = &notes[1];
        assert_eq!(odd.extra.get(name).map(Json::as_json), Some(value), "{document}");
        assert_eq!(odd.extra.get("Pages2").map(Json::as_json), Some("7"));
        if name != "Id" {
            assert_eq!(odd.id.as_ref().map(|id| id.as_str()), Some("2"), "{document}");
        }
        let members: Json = encode(odd).parse().expect("JSON");
        assert_eq!(members.get(name).map(|json| json.to_string()).as_deref(), Some(value));
        assert_eq!(note(&encode(odd)), *odd);
        let [unreadable] = &report.unreadable[..] else { panic!("{report:?}") };
        assert!(unreadable.path.starts_with(&format!("$.Notes[1].{name}")), "{unreadable:?}");
        assert_eq!(unreadable.expected, expected);
    }
}

#[test]
fn strict_decoding_returns_the_first_odd_value_with_its_path() {
    for (name, value, expected) in ODD_MEMBERS {
        let document = page(name, value);
        let mut notes = Vec::<Note>::new();
        let mut cx = Context::new().strict(true);
        let decoded = decode_envelope(document.as_bytes(), &["Notes"], &mut notes, &mut cx);
        let error = decoded.expect_err(&document);
        assert!(error.path().starts_with(&format!("$.Notes[1].{name}")), "{error}");
        assert_eq!(error.expected(), expected, "{document}");
        assert_eq!(decode_page(&document).1.unreadable[0].path, error.path());
    }
    let (first, second) = (r#""Pages":"x""#, r#""Amount":"y""#);
    for (document, path) in [
        (format!("{{{first},{second}}}"), "$.Pages"),
        (format!("{{{second},{first}}}"), "$.Amount"),
        (format!(r#"{{"ReplyTo":{{{second}}},{first}}}"#), "$.ReplyTo.Amount"),
    ] {
        let error = decode_strict::<Note>(document.as_bytes()).expect_err("unreadable");
        assert_eq!(error.path(), path, "{document}");
    }
}

#[test]
fn an_odd_value_is_kept_by_the_struct_that_declares_it() {
    for (name, value, expected) in ODD_MEMBERS {
        let error = unreadable(name, value);
        assert_eq!(error.expected(), expected, "{name}: {value}");
        let inner = document(name, value);
        let outer = format!(r#"{{"Pages":1,"ReplyTo":{inner},"Comments":[{{"Text":"a"}}]}}"#);
        let read = note(&outer);
        assert_eq!((read.pages, read.comments.len()), (Some(1), 1), "{outer}");
        assert!(read.extra.is_empty(), "{outer}");
        let reply = read.reply_to.as_ref().expect("present");
        assert_eq!(reply.extra.get(name).map(Json::as_json), Some(value), "{outer}");
        assert_eq!(encode(&read), outer);
    }
}

#[test]
fn numbered_fields_keep_the_readable_numbers() {
    let document = r#"{"Text1":"a","Text2":{"b":1},"Text3":"c","Money2_USD":"1,5"}"#;
    let read = note(document);
    let texts: Vec<_> = read.text.iter().map(|(n, text)| (n, text.as_str())).collect();
    assert_eq!(texts, [(1, "a"), (3, "c")]);
    assert!(read.money.is_empty());
    assert_eq!(read.extra.get("Text2").map(Json::as_json), Some(r#"{"b":1}"#));
    assert_eq!(encode(&read), r#"{"Text1":"a","Text3":"c","Text2":{"b":1},"Money2_USD":"1,5"}"#);
    // a later member of the same number replaces it
    let read = note(r#"{"Text2":"a","Text2":[1,2]}"#);
    assert!(read.text.is_empty());
    assert_eq!(encode(&read), r#"{"Text2":[1,2]}"#);
}

#[test]
fn maps_with_an_unreadable_entry_are_kept_as_a_whole() {
    let document = r#"{"Labels":{"a":"x","b":{"c":1}},"Settings":{"d":{"e":1}}}"#;
    let (read, report) = decode_with_report::<Note>(document.as_bytes()).expect("decodes");
    assert!(read.labels.is_empty());
    assert_eq!(read.settings.len(), 1);
    assert_eq!(report.unreadable[0].path, "$.Labels.b");
    assert_eq!(read.extra.get("Labels").map(Json::as_json), Some(r#"{"a":"x","b":{"c":1}}"#));
    assert_eq!(decode::<Note>(encode(&read).as_bytes()), Ok(read));
}

#[test]
fn a_field_that_is_set_replaces_the_unreadable_value() {
    let mut read = note(r#"{"Pages":"x","Amount":"y"}"#);
    read.pages = Some(3);
    assert_eq!(encode(&read), r#"{"Pages":3,"Amount":"y"}"#);
}

#[test]
fn unreadable_values_in_every_hundredth_of_20_000_items_are_kept() {
    let mut document = String::from(r#"{"@total":20000,"Notes":["#);
    let odd: Vec<_> = ODD_MEMBERS.iter().filter(|(name, ..)| *name != "Id").collect();
    for n in 0..20_000 {
        let comma = if n == 0 { "" } else { "," };
        if n % 100 == 99 {
            let (name, value, _) = odd[n / 100 % odd.len()];
            document.push_str(&format!(r#"{comma}{{"Id":"{n}",{name:?}:{value}}}"#));
        } else {
            document.push_str(&format!(r#"{comma}{{"Id":"{n}","Amount":{n}.50}}"#));
        }
    }
    document.push_str("]}");
    let (notes, report) = decode_page(&document);
    assert_eq!(notes.len(), 20_000);
    assert_eq!(report.unreadable.len(), 200);
    assert_eq!(notes.iter().filter(|note| !note.extra.is_empty()).count(), 200);
    for (n, note) in notes.iter().enumerate() {
        assert_eq!(note.id.as_ref().map(|id| id.as_str()), Some(&*n.to_string()));
        assert_eq!(note.extra.len() + usize::from(note.amount.is_some()), 1, "{n}");
    }
    let encoded = format!(r#"{{"@total":20000,"Notes":{}}}"#, encode(&notes));
    assert!(encoded == document, "the encoded page differs");
    let mut notes = Vec::<Note>::new();
    let mut cx = Context::new().strict(true);
    let error = decode_envelope(document.as_bytes(), &["Notes"], &mut notes, &mut cx);
    assert_eq!(error.expect_err("strict").path(), "$.Notes[99].CreationDate");
}
