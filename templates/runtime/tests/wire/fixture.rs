//! A record with every kind of slot, written as the generator writes them.

use runtime::runtime::wire::{
    Date, DateTime, DateTimeOrKeyword, Decimal, Extra, Fault, Json, Map, Numbered, Report,
    Sensitive, Upload, decode, decode_with_report,
};
use runtime::{ids, open_enum, record};

ids! {
    /// Identifies a note.
    NoteId
}

open_enum! {
    /// Where a note stands.
    NoteState {
        /// Not yet read.
        Pending = "PENDING",
        /// Read.
        Approved = "APPROVED",
        /// Something else.
        Other = "OTHER",
    }
}

/// Where somebody lives.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Address {
    pub city: Option<String>,
    pub floor: Option<i64>,
    pub extra: Extra,
}
record!(Address { "City" => city, "Floor" => floor });

/// What somebody said.
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
    pub rows: Vec<Map<Json>>,
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
    "Rows" => rows,
    "Text{n}" => text,
    "Money{n}_USD" => money,
    "Event" => event,
    "@anything" => anything,
    "Attachment" => attachment,
});

/// Every name of `Note` but the numbered ones.
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
    "Rows",
    "Event",
    "@anything",
    "Attachment",
];

/// A document that fills every slot but the file, in the form in which it is written.
pub const FULL: &str = concat!(
    r#"{"Id":"0042","CreationDate":"2020-09-10T09:45:07-07:00","Day":"2020-09-11","#,
    r#""Amount":12.50,"Pages":5000000000,"Urgent":true,"State":"APPROVED","Type":"n/a","#,
    r#""AuthorEmail":"ada@example.org","Address":{"City":"Z\u00fcrich \"Süd\"","Floor":-1},"#,
    r#""ReplyTo":{"Id":"1","Extra1":{"a":[1]}},"Tags":["a","b"],"Amounts":[1.0,2.00],"#,
    r#""Comments":[{"Text":"hm","At":"2020-09-10T09:45:07.123+05:30"},{"Text":"so","New":0}],"#,
    r#""Settings":{"z":1,"a":null},"Labels":{"x":"y"},"Rows":[{"Action_Date":"1"},{"b":[]}],"#,
    r#""Text1":"one","Text7":"seven","Money3_USD":0.10,"Event":"NOW","@anything":{"k":1e2},"#,
    r#""Unknown":[{"deep":"value"}]}"#
);

/// Reads a note from a document.
pub fn note(document: &str) -> Note {
    match decode(document.as_bytes()) {
        Ok(note) => note,
        Err(fault) => panic!("{document}: {fault}"),
    }
}

/// Reads a note with this member.
pub fn with(name: &str, value: &str) -> Note {
    note(&format!("{{{name:?}:{value}}}"))
}

/// Fails to read a note with this member.
pub fn refused(name: &str, value: &str) -> Fault {
    let document = format!("{{{name:?}:{value}}}");
    match decode::<Note>(document.as_bytes()) {
        Err(fault) => fault,
        Ok(note) => panic!("{document}: {note:?}"),
    }
}

/// Reads a note with this member and what was noted about it.
pub fn reported(name: &str, value: &str) -> (Note, Report) {
    let document = format!("{{{name:?}:{value}}}");
    decode_with_report(document.as_bytes()).expect("reads")
}

/// The only coercion in a report.
pub fn coercion(report: &Report) -> (&str, &str) {
    match &report.coercions[..] {
        [one] => (&one.path, one.what),
        all => panic!("{all:?}"),
    }
}

/// A decimal from its text.
pub fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}
