//! The types of values without members.
//!
//! The tables are all that the generator contains about a `format`.

use std::collections::BTreeSet;

/// Declares the types.
macro_rules! scalars {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $value:expr),* $(,)? })*) => {
        /// A type of values without members.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ScalarType { $($(#[$doc])* $name),* }

        impl ScalarType {
            /// All types.
            pub const ALL: &[ScalarType] = &[$(ScalarType::$name),*];

            fn entry(self) -> &'static Entry {
                match self { $(ScalarType::$name => &Entry { $($field: $value,)* ..DEFAULT }),* }
            }
        }
    };
}

scalars! {
    /// A string.
    String { name: "string", rust: "String", is_in_wire: false, literal: LiteralKind::Text }

    /// A 64-bit integer.
    Integer {
        kind: "integer", name: "integer", rust: "i64", is_in_wire: false, is_exact: true,
        literal: LiteralKind::Integer, check: |text| text.parse::<i64>().is_ok(),
    }

    /// An exact decimal number.
    Decimal {
        kind: "number", name: "decimal", rust: "Decimal", literal: LiteralKind::Decimal, check: is_number,
    }

    /// A boolean.
    Boolean {
        kind: "boolean", name: "boolean", rust: "bool", is_in_wire: false, is_exact: true,
        literal: LiteralKind::Boolean,
        check: |text| ["true", "false"].contains(&text.to_ascii_lowercase().as_str()),
    }

    /// A date and time with an offset.
    DateTime {
        format: Some("date-time"), name: "date-time", rust: "DateTime", lengths: &[],
        check: |text| text.get(..10).is_some_and(is_date),
    }

    /// A calendar day.
    Date {
        format: Some("date"), name: "date", rust: "Date", is_exact: true, lengths: &[],
        check: is_date,
    }

    /// A file to upload. The maximum length is the size in bytes.
    File {
        format: Some("binary"), name: "file", rust: "Upload", is_exact: true,
        literal: LiteralKind::File, lengths: &["maxLength"],
    }
}

/// What is specific to a type.
struct Entry {
    /// The type in the spec.
    kind: &'static str,
    /// The format in the spec. A type without one is that of all formats that have no type of their own.
    format: Option<&'static str>,
    /// The name in messages.
    name: &'static str,
    /// The Rust type.
    rust: &'static str,
    /// `true` if the module `wire` has the Rust type.
    is_in_wire: bool,
    /// `true` if parameters have the Rust type, and not any type that converts to it.
    is_exact: bool,
    /// How a value is written in Rust.
    literal: LiteralKind,
    /// The keywords for lengths that apply.
    lengths: &'static [&'static str],
    /// Returns `true` if the type has the value with this text.
    check: fn(&str) -> bool,
}

/// What most formats of strings have in common: a type of the runtime that is parsed from the string.
const DEFAULT: Entry = Entry {
    kind: "string",
    format: None,
    name: "",
    rust: "",
    is_in_wire: true,
    is_exact: false,
    literal: LiteralKind::Parsed,
    lengths: &["minLength", "maxLength"],
    check: |_| true,
};

/// How a value is written in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiteralKind {
    /// A string, which is converted if necessary.
    Text,
    /// A string that is parsed.
    Parsed,
    /// An integer.
    Integer,
    /// The constructor of a decimal number.
    Decimal,
    /// A boolean.
    Boolean,
    /// The constructor of a file.
    File,
}

impl ScalarType {
    /// Returns the type of values with a type and a format of the spec. `None` if the type is none of a scalar.
    pub fn find(kind: &str, format: Option<&str>) -> Option<Self> {
        let of_kind = || Self::ALL.iter().copied().filter(|own| own.entry().kind == kind);
        let with_format =
            of_kind().find(|own| own.entry().format.is_some_and(|it| Some(it) == format));
        with_format.or_else(|| of_kind().find(|own| own.entry().format.is_none()))
    }

    /// Returns the formats of a type of the spec that select a type.
    pub fn formats(kind: &str) -> impl Iterator<Item = &'static str> {
        let of_kind = Self::ALL.iter().filter(move |own| own.entry().kind == kind);
        of_kind.filter_map(|own| own.entry().format)
    }

    /// Returns the Rust types that the module `wire` has.
    pub fn wire_types() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().filter(|own| own.is_in_wire()).map(|own| own.rust())
    }

    /// Returns the name in messages.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// Returns the Rust type.
    pub fn rust(self) -> &'static str {
        self.entry().rust
    }

    /// Returns `true` if the module `wire` has the Rust type. Otherwise the prelude has it.
    pub fn is_in_wire(self) -> bool {
        self.entry().is_in_wire
    }

    /// Returns `true` if parameters have the Rust type, and not any type that converts to it.
    pub fn is_exact(self) -> bool {
        self.entry().is_exact
    }

    /// Returns how a value is written in Rust.
    pub fn literal(self) -> LiteralKind {
        self.entry().literal
    }

    /// Returns `true` if a keyword for lengths applies.
    pub fn has_length(self, keyword: &str) -> bool {
        self.entry().lengths.contains(&keyword)
    }

    /// Returns `true` if the type has the value with this text.
    pub fn accepts(self, text: &str) -> bool {
        (self.entry().check)(text)
    }

    /// Returns `true` if each value of `other` is one of this type.
    pub fn includes(self, other: Self) -> bool {
        let is_text = || other.entry().kind == "string" && other != Self::File;
        match self {
            Self::String => is_text(),
            Self::Decimal => matches!(other, Self::Decimal | Self::Integer),
            _ => self == other,
        }
    }

    /// Returns the text that is sent for the text of an example.
    pub fn wire_text(self, text: String) -> String {
        match self.literal() {
            LiteralKind::Boolean => parse_boolean(&text).unwrap_or(false).to_string(),
            _ => text,
        }
    }
}

/// The formats of each type that select no type of their own: those of the registry of the OpenAPI Initiative, except for
/// integers of more than 64 bits.
const FORMATS: [(&str, &[&str]); 3] = [
    ("integer", &["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32"]),
    ("number", &["decimal", "double", "float"]),
    (
        "string",
        &[
            "base64url",
            "byte",
            "char",
            "commonmark",
            "duration",
            "email",
            "hostname",
            "html",
            "http-date",
            "idn-email",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "iri",
            "iri-reference",
            "json-pointer",
            "media-range",
            "password",
            "regex",
            "relative-json-pointer",
            "time",
            "uri",
            "uri-reference",
            "uri-template",
            "uuid",
        ],
    ),
];

/// A type and its format whose values do not all fit the type of the client.
pub const UNSUPPORTED_FORMAT: (&str, &str) = ("integer", "uint64");

/// Returns the least and the greatest value of a format of integers of less than 64 bits.
pub fn integer_range(format: &str) -> Option<(i64, i64)> {
    Some(match format {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        _ => return None,
    })
}

/// Returns the known formats of a type of the spec.
pub fn known_formats(kind: &str) -> BTreeSet<&'static str> {
    let others = FORMATS.iter().find(|(other, _)| *other == kind).map(|(_, known)| *known);
    others.unwrap_or_default().iter().copied().chain(ScalarType::formats(kind)).collect()
}

/// Returns the value of a boolean, which examples may write in words.
pub fn parse_boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        && text.parse::<f64>().is_ok()
}

/// Returns `true` if a date, which a time may follow, is one of the calendar, and the time one of a day.
pub fn is_in_calendar(text: &str) -> bool {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    let is_below = |from: usize, end: u32| number(from, from + 2).is_none_or(|part| part < end);
    (1..=days).contains(&day) && is_below(11, 24) && is_below(14, 60) && is_below(17, 61)
}

/// Returns `true` if the string has the form `2026-01-31`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [y, m, d] if y.len() == 4 && m.len() == 2 && d.len() == 2)
        && parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_select_types() {
        for (kind, format, expected) in [
            ("string", Some("date"), Some(ScalarType::Date)),
            ("string", Some("uuid"), Some(ScalarType::String)),
            ("string", None, Some(ScalarType::String)),
            ("integer", Some("date"), Some(ScalarType::Integer)),
            ("number", Some("double"), Some(ScalarType::Decimal)),
            ("object", None, None),
        ] {
            assert_eq!(ScalarType::find(kind, format), expected, "{kind} {format:?}");
        }
    }

    #[test]
    fn each_type_has_other_keys_and_a_name() {
        for (at, own) in ScalarType::ALL.iter().enumerate() {
            let Entry { kind, format, name, rust, .. } = own.entry();
            assert_eq!(ScalarType::find(kind, *format), Some(*own));
            assert!(!name.is_empty() && !rust.is_empty(), "{own:?}");
            let is_other = |other: &ScalarType| other.name() != *name && other.rust() != *rust;
            assert!(ScalarType::ALL.iter().skip(at + 1).all(is_other), "{own:?}");
        }
    }

    #[test]
    fn formats_of_integers_have_a_range_or_all_64_bits() {
        let formats = known_formats("integer");
        let ranges = formats.iter().filter_map(|format| integer_range(format));
        assert_eq!(ranges.count(), formats.len() - 1);
        assert_eq!(integer_range("int64"), None);
        assert_eq!(integer_range("int8"), Some((-128, 127)));
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        for text in ["2026-01-31", "2024-02-29", "2026-12-31T23:59:60Z", "2026-01-01T00:00"] {
            assert!(is_in_calendar(text), "{text}");
        }
        for text in [
            "2026-13-01",
            "2026-02-29",
            "1900-02-29",
            "2026-04-31",
            "2026-01-00",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
        ] {
            assert!(!is_in_calendar(text), "{text}");
        }
    }

    #[test]
    fn values_are_checked() {
        assert!(ScalarType::Date.accepts("2026-01-31") && !ScalarType::Date.accepts("31.01.2026"));
        assert!(ScalarType::Boolean.accepts("TRUE") && !ScalarType::Boolean.accepts("yes"));
        assert!(ScalarType::Decimal.accepts("-.5") && !ScalarType::Decimal.accepts("nan"));
        assert_eq!(ScalarType::Boolean.wire_text("yes".to_owned()), "true");
        assert_eq!(ScalarType::String.wire_text("yes".to_owned()), "yes");
    }
}
