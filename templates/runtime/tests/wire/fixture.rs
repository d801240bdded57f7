//! A model with a field of every type, declared as the generator declares models.

use runtime::json::{DecodeError, DecodeReport, decode, decode_strict, decode_with_report, encode};
use runtime::wire::{
    Date, DateTime, DateTimeOrKeyword, Decimal, Extra, Json, Map, Numbered, Sensitive,
    UnknownValue, Upload,
};
use runtime::{ids, open_enum, record};

ids! {
    /// Identifies a note.
    NoteId
}

/// The state of a note.
#[derive(Clone)]
#[non_exhaustive]
pub enum NoteState {
    /// Not yet read.
    Pending,
    /// Read.
    Approved,
    /// Any other state.
    Other,
    /// A value that is not listed.
    Unknown(UnknownValue),
}
open_enum!(NoteState { Pending = "PENDING", Approved = "APPROVED", Other = "OTHER" });

/// A postal address.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Address {
    pub city: Option<String>,
    pub floor: Option<i64>,
    pub extra: Extra,
}
record!(Address { "City" => city, "Floor" => floor });

/// A comment on a note.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Comment {
    pub text: Option<String>,
    pub at: Option<DateTime>,
    pub address: Option<Address>,
    pub extra: Extra,
}
record!(Comment { "Text" => text, "At" => at, "Address" => address });

/// A note.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Note {
    pub id: Option<NoteId>,
    pub creation_date: Option<DateTime>,
    pub day: Option<Date>,
    pub amount: Option<Decimal>,
    pub pages: Option<i64>,
    pub urgent: Option<bool>,
    pub state: Option<NoteState>,
    pub r#type: Option<String>,
    pub author_email: Option<Sensitive<String>>,
    pub address: Option<Address>,
    pub reply_to: Option<Box<Note>>,
    pub tags: Vec<String>,
    pub amounts: Vec<Decimal>,
    pub comments: Vec<Comment>,
    pub settings: Map<Json>,
    pub labels: Map<String>,
    pub records: Vec<Map<Json>>,
    pub text: Numbered<String>,
    pub money: Numbered<Decimal>,
    pub event: Option<DateTimeOrKeyword>,
    pub anything: Option<Json>,
    pub attachment: Option<Upload>,
    pub extra: Extra,
}
record!(Note {
    "Id" => id,
    "CreationDate" => creation_date,
    "Day" => day,
    "Amount" => amount,
    "Pages" => pages,
    "Urgent" => urgent,
    "State" => state,
    "Type" => r#type,
    "AuthorEmail" => author_email,
    "Address" => address,
    "ReplyTo" => reply_to,
    "Tags" => tags,
    "Amounts" => amounts,
    "Comments" => comments,
    "Settings" => settings,
    "Labels" => labels,
    "Records" => records,
    "Text{n}" => text,
    "Money{n}_USD" => money,
    "Event" => event,
    "@anything" => anything,
    "Attachment" => attachment,
});

/// The names of the members of `Note`, except the numbered ones.
pub const NAMES: [&str; 20] = [
    "Id",
    "CreationDate",
    "Day",
    "Amount",
    "Pages",
    "Urgent",
    "State",
    "Type",
    "AuthorEmail",
    "Address",
    "ReplyTo",
    "Tags",
    "Amounts",
    "Comments",
    "Settings",
    "Labels",
    "Records",
    "Event",
    "@anything",
    "Attachment",
];

/// A document with a value for every field except the file, as it is encoded.
pub const FULL: &str = concat!(
    r#"{"Id":"0042","CreationDate":"2020-09-10T09:45:07-07:00","Day":"2020-09-11","#,
    r#""Amount":12.50,"Pages":5000000000,"Urgent":true,"State":"APPROVED","Type":"n/a","#,
    r#""AuthorEmail":"ada@example.org","Address":{"City":"Z\u00fcrich \"Süd\"","Floor":-1},"#,
    r#""ReplyTo":{"Id":"1","Extra1":{"a":[1]}},"Tags":["a","b"],"Amounts":[1.0,2.00],"#,
    r#""Comments":[{"Text":"hm","At":"2020-09-10T09:45:07.123+05:30"},{"Text":"so","New":0}],"#,
    r#""Settings":{"z":1,"a":null},"Labels":{"x":"y"},"Records":[{"Action_Date":"1"},{"b":[]}],"#,
    r#""Text1":"one","Text7":"seven","Money3_USD":0.10,"Event":"NOW","@anything":{"k":1e2},"#,
    r#""Unknown":[{"deep":"value"}]}"#
);

/// Returns a document with one member.
pub fn document(name: &str, value: &str) -> String {
    format!("{{{name:?}:{value}}}")
}

/// Decodes a note.
pub fn note(document: &str) -> Note {
    match decode(document.as_bytes()) {
        Ok(note) => note,
        Err(error) => panic!("{document}: {error}"),
    }
}

/// Decodes a note with this member, whose value is readable.
pub fn with(name: &str, value: &str) -> Note {
    let document = document(name, value);
    match decode_strict(document.as_bytes()) {
        Ok(read) => {
            assert_eq!(note(&document), read, "{document}");
            read
        }
        Err(error) => panic!("{document}: {error}"),
    }
}

/// Decodes a note with this member, and returns the report.
pub fn reported(name: &str, value: &str) -> (Note, DecodeReport) {
    let (note, report) =
        decode_with_report::<Note>(document(name, value).as_bytes()).expect("decodes");
    assert_eq!(report.unreadable, [], "{name}: {value}");
    (note, report)
}

/// Returns the strict error about this member, whose value is unreadable.
///
/// Decoding without `strict` must report the same, leave the field empty, and keep the JSON.
pub fn unreadable(name: &str, value: &str) -> DecodeError {
    let document = document(name, value);
    let Err(error) = decode_strict::<Note>(document.as_bytes()) else {
        panic!("{document} is readable");
    };
    let (lenient, report) = decode_with_report::<Note>(document.as_bytes()).expect("decodes");
    let paths: Vec<_> =
        report.unreadable.iter().map(|value| (&*value.path, &*value.expected)).collect();
    assert_eq!(paths, [(&*error.path(), error.expected())], "{document}");
    assert_eq!(note(&document), lenient, "{document}");
    let encoded = encode(&lenient);
    assert_eq!(note(&encoded), lenient, "{document}");
    if error.path() == format!("$.{name}") || !lenient.extra.is_empty() {
        assert_eq!(encoded, document);
        assert_eq!(lenient.extra.get(name).map(Json::as_json), Some(value), "{document}");
        let empty = Note { extra: lenient.extra.clone(), ..Note::default() };
        assert_eq!(lenient, empty, "{document}");
    }
    error
}

/// Returns the path and the description of the only coercion in a report.
pub fn coercion(report: &DecodeReport) -> (&str, &str) {
    match &report.coercions[..] {
        [one] => (&one.path, one.what),
        all => panic!("{all:?}"),
    }
}

/// Parses a decimal.
pub fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}
