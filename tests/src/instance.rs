//! Random documents of a shape, written in a dialect of the wire.

use crate::document::Document;
use crate::random::Random;
use crate::shape::Shape;

/// The spellings of values in a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dialect {
    /// Values as declared.
    Exact,
    /// Numbers and booleans as strings.
    Strings,
    /// Strings as numbers and booleans.
    Native,
    /// Absent members as `null`, `""`, whitespace, `[]` or `{}`.
    Empty,
    /// Lists in objects and as bare elements, and objects in lists.
    Wrapped,
    /// Unlisted values of enums, and undeclared members.
    Newer,
    /// Members that cannot be read as their type.
    Unreadable,
    /// Each value in any of the dialects.
    Mixed,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 8] = [
        Self::Exact,
        Self::Strings,
        Self::Native,
        Self::Empty,
        Self::Wrapped,
        Self::Newer,
        Self::Unreadable,
        Self::Mixed,
    ];
}

/// A generator of documents.
#[derive(Debug)]
pub struct Instances {
    random: Random,
    dialect: Dialect,
    /// How many of 100 declared members are present.
    presence: usize,
}

impl Instances {
    /// Creates a generator. Of the declared members, `presence` of 100 are present.
    pub fn new(seed: u64, dialect: Dialect, presence: usize) -> Self {
        Self { random: Random::new(seed), dialect, presence }
    }

    /// Returns the next document. The client must be able to decode it.
    pub fn document(&mut self, shape: &Shape) -> Document {
        match shape {
            Shape::Page { names, metadata, items } => {
                let mut members: Vec<_> = metadata
                    .iter()
                    .filter(|_| self.random.chance(30))
                    .map(|name| (name.clone(), Document::string("1")))
                    .collect();
                let name = names[self.random.below(names.len())].clone();
                let items = self.list(items, false);
                members.push((name, items));
                self.undeclared(&mut members);
                Document::Object(members)
            }
            shape => self.value(shape, false),
        }
    }

    /// Returns `true` if the next value is in this dialect.
    fn uses(&mut self, dialect: Dialect) -> bool {
        match self.dialect {
            Dialect::Mixed => self.random.chance(20),
            own => own == dialect,
        }
    }

    /// Returns a value. Only a member of an object may be unreadable: its JSON is kept in `extra`.
    fn value(&mut self, shape: &Shape, is_member: bool) -> Document {
        if is_member && *shape != Shape::Any {
            if self.random.chance(10) && self.uses(Dialect::Unreadable) {
                return self.unreadable();
            }
            if self.random.chance(30) && self.uses(Dialect::Empty) {
                return self.absent();
            }
        }
        match shape {
            Shape::List(_) => self.list(shape, is_member),
            Shape::Record(members) => self.record(members),
            Shape::Map(element) => self.map(element),
            Shape::Page { .. } => panic!("a page is not a value"),
            Shape::Any => self.json(3),
            scalar => self.scalar(scalar),
        }
    }

    fn absent(&mut self) -> Document {
        let absent = ["null", "\"\"", "\" \"", "[]", "{}"];
        Document::parse(self.random.pick(&absent))
    }

    /// Returns a value that most types cannot be read from.
    fn unreadable(&mut self) -> Document {
        let values = [
            "\"n/a\"",
            "\"1,065.00\"",
            "\"2022-13-02T05:18:54Z\"",
            "{\"x\":[1.50,\"\",null]}",
            "[[1],{}]",
            "true",
            "1598846400",
            "0.5",
            "12345678901234567890123456789.5",
            "\"-\"",
        ];
        Document::parse(self.random.pick(&values))
    }

    fn record(&mut self, declared: &[(String, Shape)]) -> Document {
        let mut members = Vec::new();
        for (name, shape) in declared {
            if self.random.chance(self.presence) {
                members.push((name.clone(), self.value(shape, true)));
            }
        }
        self.undeclared(&mut members);
        if self.random.chance(20) {
            members.reverse();
        }
        let record = Document::Object(members);
        if self.random.chance(30) && self.uses(Dialect::Wrapped) {
            return Document::List(vec![record]);
        }
        record
    }

    /// Adds members that no type declares.
    fn undeclared(&mut self, members: &mut Vec<(String, Document)>) {
        if !self.uses(Dialect::Newer) {
            return;
        }
        for name in ["ANewMember", "another \"new\" one", "größe"] {
            if self.random.chance(50) {
                let at = self.random.below(members.len() + 1);
                let value = self.json(3);
                members.insert(at, (name.to_owned(), value));
            }
        }
    }

    /// Returns a list, as declared or in another spelling.
    fn list(&mut self, list: &Shape, is_member: bool) -> Document {
        let Shape::List(element) = list else { panic!("expected a list, found {list:?}") };
        let count = usize::from(self.presence == 100) + self.random.below(3);
        let mut elements: Vec<_> = (0..count).map(|_| self.value(element, false)).collect();
        elements.retain(|element| *element != Document::Null);
        if is_member && self.random.chance(20) && self.uses(Dialect::Empty) {
            let at = self.random.below(elements.len() + 1);
            elements.insert(at, self.absent());
        }
        let is_nested = matches!(**element, Shape::List(_) | Shape::Map(_) | Shape::Any);
        if is_nested || !self.uses(Dialect::Wrapped) {
            return Document::List(elements);
        }
        match (self.random.below(3), elements.pop()) {
            // an object of one member could be a list in an object, with items that cannot be read
            (0, Some(element)) if is_member || !has_one_member(&element) => element,
            (0, Some(element)) => Document::List(vec![element]),
            (1, Some(element)) => {
                elements.push(element);
                Document::Object(vec![("An_Element".to_owned(), Document::List(elements))])
            }
            (_, last) => {
                elements.extend(last);
                Document::List(elements)
            }
        }
    }

    fn map(&mut self, element: &Shape) -> Document {
        let names = ["A_Key", "", "a \"quoted\" key", "größe", "id", "000123"];
        let mut members = Vec::new();
        for name in names {
            if self.random.chance(self.presence / 2) {
                members.push((name.to_owned(), self.value(element, false)));
            }
        }
        if members.is_empty() {
            members.push(("Last".to_owned(), self.value(element, false)));
        }
        Document::Object(members)
    }

    fn scalar(&mut self, shape: &Shape) -> Document {
        let value = match shape {
            Shape::Integer => Document::Number(self.integer()),
            Shape::Decimal => Document::Number(self.decimal()),
            Shape::Boolean => return self.boolean(),
            Shape::DateTime => return Document::String(self.date_time()),
            Shape::Date => return Document::String(self.date()),
            Shape::Enum(values) if !self.uses(Dialect::Newer) => {
                let values = values.iter().filter(|value| !value.is_empty());
                let values: Vec<_> = values.map(String::as_str).collect();
                Document::string(self.random.pick(&values))
            }
            _ if self.uses(Dialect::Native) => {
                let values = ["7", "-0", "5000000000", "12.50", "1e5", "true", "false"];
                return Document::parse(self.random.pick(&values));
            }
            _ => Document::string(self.text()),
        };
        match value {
            Document::Number(number) if self.uses(Dialect::Strings) => Document::String(number),
            value => value,
        }
    }

    fn text(&mut self) -> String {
        let texts = [
            "Cups & Söhne \"n/a\"",
            " a b ",
            "000123",
            "1000.4636.158133",
            "null",
            "NULL",
            "true",
            "0",
            "1e5",
            "-0.0",
            "a\\b/c\n\r\t\u{8}\u{c}\u{0}\u{1f}\u{7f}",
            "\u{2028}\u{1f600}e\u{301}\u{feff}",
            "<a href='x'>&amp;</a>",
            "{\"a\":[1]}",
            "[]",
            "2026-01-15",
        ];
        self.random.pick(&texts).to_owned()
    }

    fn integer(&mut self) -> String {
        let integers =
            ["0", "1", "-1", "5000000000", "9223372036854775807", "-9223372036854775808"];
        match self.random.below(2) {
            0 => self.random.pick(&integers).to_owned(),
            _ => self.digits(18),
        }
    }

    /// Returns a decimal number of at most 28 digits.
    fn decimal(&mut self) -> String {
        let sign = self.random.pick(&["", "-"]);
        let whole = self.digits(20);
        match self.random.below(8) {
            0 => format!("{sign}{whole}"),
            places => {
                let digits = (0..places).map(|_| self.random.pick(b"0123456789"));
                let fraction: String = digits.map(char::from).collect();
                format!("{sign}{whole}.{fraction}")
            }
        }
    }

    /// Returns a number without leading zeros.
    fn digits(&mut self, most: usize) -> String {
        let count = self.random.below(most);
        let mut text = char::from(self.random.pick(b"123456789")).to_string();
        text.extend((0..count).map(|_| char::from(self.random.pick(b"0123456789"))));
        text
    }

    fn boolean(&mut self) -> Document {
        let spellings = ["\"TRUE\"", "\"False\"", "\"yes\"", "\"No\"", "\"1\"", "\"0\""];
        let text = if self.uses(Dialect::Strings) {
            self.random.pick(&spellings)
        } else if self.uses(Dialect::Native) {
            self.random.pick(&["0", "1"])
        } else {
            self.random.pick(&["true", "false"])
        };
        Document::parse(text)
    }

    fn date(&mut self) -> String {
        let (year, month) = (1970 + self.random.below(130), 1 + self.random.below(12));
        format!("{year}-{month:02}-{:02}", 1 + self.random.below(28))
    }

    fn date_time(&mut self) -> String {
        let date = self.date();
        let [hour, minute, second] = [24, 60, 60].map(|bound| self.random.below(bound));
        let fraction = self.random.pick(&["", ".5", ".045", ".123456789"]);
        let offset = self.random.pick(&["Z", "+00:00", "-08:00", "+0530", "-0730"]);
        format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}")
    }

    /// Returns any JSON of at most this depth.
    fn json(&mut self, depth: usize) -> Document {
        let scalars = ["null", "true", "\"\"", "\"0\"", "1.50", "-0", "1e5", "[]", "{}"];
        match self.random.below(if depth == 0 { 2 } else { 4 }) {
            0 => Document::parse(self.random.pick(&scalars)),
            1 => Document::string(self.text()),
            2 => Document::List((0..self.random.below(3)).map(|_| self.json(depth - 1)).collect()),
            _ => Document::Object(
                ["a", "", "Id"].map(|name| (name.to_owned(), self.json(depth - 1))).into(),
            ),
        }
    }
}

fn has_one_member(value: &Document) -> bool {
    matches!(value, Document::Object(members) if members.len() == 1)
}
