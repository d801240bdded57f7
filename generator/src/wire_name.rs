//! Names of members as they are sent, with placeholders for numbers.
//!
//! `Text{n}` is a family of members, whose numbers the caller chooses. `Sku{i}` is a member of the items of a list, which are
//! numbered in order. The spec writes `{i}` for each numbering; [`WireName::with_numbering`] sets that of the list.

use std::fmt;

/// The placeholder for the number of a member of a family.
pub const NUMBER: &str = "{n}";

/// The placeholder for the number of an item, as the spec writes it.
pub const ITEM: &str = "{i}";

/// How the items of a list are numbered in the names of their members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// From 1: `{i}`.
    FromOne,
    /// From 0: `{i0}`.
    FromZero,
    /// From 1, but the first item has no number: `{i?}`.
    BareFirst,
}

impl Numbering {
    /// Returns the numbering with this number of the first item, which the name may lack. `None` if there is no such
    /// numbering.
    pub fn new(from: i64, bare_first: bool) -> Option<Self> {
        match (from, bare_first) {
            (1, true) => Some(Self::BareFirst),
            (1, false) => Some(Self::FromOne),
            (0, false) => Some(Self::FromZero),
            _ => None,
        }
    }

    fn placeholder(self) -> &'static str {
        match self {
            Self::FromOne => ITEM,
            Self::FromZero => "{i0}",
            Self::BareFirst => "{i?}",
        }
    }

    /// Returns the text in place of the placeholder for the item at a position.
    fn number(self, position: usize) -> String {
        match self {
            Self::BareFirst if position == 0 => String::new(),
            Self::FromOne | Self::BareFirst => (position + 1).to_string(),
            Self::FromZero => position.to_string(),
        }
    }
}

/// A name with placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireName<'a> {
    segments: Vec<Segment<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Segment<'a> {
    Text(&'a str),
    Item(Numbering),
    Number,
}

/// The numbers in a name, in place of the placeholders of another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The number of the item, which is 1 for a first item without a number.
    pub item: Option<u32>,
    /// The number of the member of a family.
    pub number: Option<u32>,
}

/// The placeholders for the number of an item.
const ITEMS: [Segment<'static>; 3] = [
    Segment::Item(Numbering::FromOne),
    Segment::Item(Numbering::FromZero),
    Segment::Item(Numbering::BareFirst),
];

/// The placeholders of names.
const PLACEHOLDERS: [Segment<'static>; 4] = {
    let [from_one, from_zero, bare_first] = ITEMS;
    [from_one, from_zero, bare_first, Segment::Number]
};

impl<'a> WireName<'a> {
    /// Parses a name. Braces with other contents are text.
    pub fn parse(name: &'a str) -> Self {
        Self::with_placeholders(name, &PLACEHOLDERS)
    }

    /// Parses the name of a member, in which `{n}` is text unless it is one of a family.
    pub fn of_member(name: &'a str, is_family: bool) -> Self {
        Self::with_placeholders(name, if is_family { &PLACEHOLDERS } else { &ITEMS })
    }

    fn with_placeholders(name: &'a str, placeholders: &[Segment<'a>]) -> Self {
        let mut segments = Vec::new();
        let mut rest = name;
        while rest.contains('{') {
            let found =
                placeholders.iter().filter_map(|own| Some((rest.find(own.placeholder()?)?, own)));
            let Some((at, placeholder)) = found.min_by_key(|(at, _)| *at) else { break };
            let (text, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
            if !text.is_empty() {
                segments.push(Segment::Text(text));
            }
            segments.push(*placeholder);
            rest = after.strip_prefix(placeholder.placeholder().unwrap_or_default()).unwrap_or("");
        }
        if !rest.is_empty() {
            segments.push(Segment::Text(rest));
        }
        Self { segments }
    }

    /// Returns `true` if the name has the number of an item.
    pub fn has_item(&self) -> bool {
        self.segments.iter().any(|segment| matches!(segment, Segment::Item(_)))
    }

    /// Returns `true` if the name has the number of a member of a family.
    pub fn has_number(&self) -> bool {
        self.segments.contains(&Segment::Number)
    }

    /// Sets the numbering of items.
    pub fn with_numbering(mut self, numbering: Numbering) -> Self {
        for segment in &mut self.segments {
            if let Segment::Item(own) = segment {
                *own = numbering;
            }
        }
        self
    }

    /// Returns the name as the spec declares it.
    pub fn declared(self) -> String {
        self.with_numbering(Numbering::FromOne).to_string()
    }

    /// Returns the name for the item at a position and for a number. A placeholder without a value remains.
    pub fn with_numbers(&self, item: Option<usize>, number: Option<u32>) -> String {
        let text = |segment: &Segment<'_>| match (segment, item, number) {
            (Segment::Item(numbering), Some(position), _) => numbering.number(position),
            (Segment::Number, _, Some(number)) => number.to_string(),
            (segment, ..) => segment.to_string(),
        };
        self.segments.iter().map(text).collect()
    }

    /// Returns the words of the name, without placeholders and without the underscores that they leave at the end.
    pub fn words(&self) -> String {
        let text = |segment: &Segment<'a>| match segment {
            Segment::Text(text) => *text,
            Segment::Item(_) | Segment::Number => "",
        };
        let words: String = self.segments.iter().map(text).collect();
        words.trim_end_matches('_').to_owned()
    }

    /// Returns `true` if this name becomes `name` by numbers, or if both are the same.
    pub fn matches(&self, name: &str) -> bool {
        find_numbers(&self.segments, name, Numbers::default()).is_some()
    }

    /// Returns the numbers by which this name becomes `name`. `None` if it does not, or if it has no placeholders.
    pub fn numbers_in(&self, name: &str) -> Option<Numbers> {
        let found = find_numbers(&self.segments, name, Numbers::default())?;
        (found != Numbers::default()).then_some(found)
    }
}

/// The declared names of the members of a form, with those of the items of its lists.
#[derive(Clone, Debug)]
pub struct FormNames<'a> {
    names: Vec<(&'a str, WireName<'a>)>,
}

impl<'a> FormNames<'a> {
    /// Creates the names. The text of each identifies it.
    pub fn new(names: impl IntoIterator<Item = (&'a str, WireName<'a>)>) -> Self {
        Self { names: names.into_iter().collect() }
    }

    /// Returns `true` if some of the given names are those of items.
    ///
    /// A name without a number may belong to a member or to the first item of a list. It belongs to the item if the form has
    /// other members of items.
    pub fn has_items<'n>(&self, mut given: impl Iterator<Item = &'n str>) -> bool {
        given.any(|name| !self.is_declared(name) && self.find_item(name).is_some())
    }

    /// Returns the declared name that a given one belongs to, and its numbers.
    pub fn find(&self, given: &str, has_items: bool) -> Option<(&'a str, Numbers)> {
        let item = self.find_item(given).filter(|_| has_items);
        let exact = || self.names.iter().find(|(own, _)| *own == given);
        let by_numbers = || self.names.iter().find(|(_, wire)| wire.matches(given));
        let (declared, wire) = item.or_else(exact).or_else(by_numbers)?;
        Some((declared, wire.numbers_in(given).unwrap_or_default()))
    }

    fn is_declared(&self, name: &str) -> bool {
        self.names.iter().any(|(own, _)| *own == name)
    }

    fn find_item(&self, given: &str) -> Option<&(&'a str, WireName<'a>)> {
        self.names.iter().find(|(_, wire)| wire.has_item() && wire.matches(given))
    }
}

/// Returns `true` if a declared name becomes `name` by numbers, as `Text{n}` becomes `Text7`, or if both are the same. The
/// first item may lack its number, because a declared name does not have the numbering of its list.
pub fn matches_name(declared: &str, name: &str) -> bool {
    let by_numbers =
        || WireName::parse(declared).with_numbering(Numbering::BareFirst).matches(name);
    declared == name || declared.contains('{') && by_numbers()
}

impl fmt::Display for WireName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.segments.iter().try_for_each(|segment| segment.fmt(f))
    }
}

impl<'a> Segment<'a> {
    fn placeholder(self) -> Option<&'static str> {
        match self {
            Segment::Text(_) => None,
            Segment::Item(numbering) => Some(numbering.placeholder()),
            Segment::Number => Some(NUMBER),
        }
    }
}

impl fmt::Display for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Segment::Text(text) => f.write_str(text),
            placeholder => f.write_str(placeholder.placeholder().unwrap_or_default()),
        }
    }
}

/// Finds the numbers in a name. A number has as many digits as possible.
fn find_numbers(segments: &[Segment<'_>], name: &str, found: Numbers) -> Option<Numbers> {
    let Some((segment, rest)) = segments.split_first() else {
        return name.is_empty().then_some(found);
    };
    if let Segment::Text(text) = segment {
        return find_numbers(rest, name.strip_prefix(text)?, found);
    }
    let digits = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
    (0..=digits).rev().find_map(|length| {
        let (digits, tail) = name.split_at_checked(length)?;
        let number = match segment {
            Segment::Item(Numbering::BareFirst) if digits.is_empty() => 1,
            // the client would write `7` for `07`
            _ if digits.len() > 1 && digits.starts_with('0') => return None,
            _ => digits.parse().ok()?,
        };
        let found = match segment {
            Segment::Number => Numbers { number: Some(number), ..found },
            _ => Numbers { item: Some(number), ..found },
        };
        find_numbers(rest, tail, found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(pattern: &str, name: &str) -> Option<(Option<u32>, Option<u32>)> {
        WireName::parse(pattern).numbers_in(name).map(|found| (found.item, found.number))
    }

    #[test]
    fn names_have_numbers() {
        assert_eq!(numbers("Text{n}", "Text12"), Some((None, Some(12))));
        assert_eq!(numbers("ItemText{i}_{n}", "ItemText2_40"), Some((Some(2), Some(40))));
        assert_eq!(numbers("Sku{i?}", "Sku"), Some((Some(1), None)));
        assert_eq!(numbers("Sku{i?}", "Sku3"), Some((Some(3), None)));
        assert_eq!(numbers("Sku{i}2", "Sku12"), Some((Some(1), None)));
        for (pattern, name) in
            [("Text{n}", "Text"), ("Text{n}", "Text07"), ("Text", "Text"), ("Sku{i}", "Sku")]
        {
            assert_eq!(numbers(pattern, name), None, "{pattern} {name}");
        }
    }

    #[test]
    fn declared_names_match_each_numbering() {
        for (pattern, name) in [
            ("Text{n}", "Text7"),
            ("ItemText{i}_{n}", "ItemText1_50"),
            ("Sku{i}", "Sku"),
            ("Sku{i}", "Sku0"),
            ("Plain", "Plain"),
            ("Sku{i}", "Sku{i}"),
        ] {
            assert!(matches_name(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("Text{n}", "Texts"),
            ("Text{n}", "Text"),
            ("ItemText{i}_{n}", "ItemText1x2"),
            ("Plain", "Plain1"),
        ] {
            assert!(!matches_name(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn placeholders_are_replaced() {
        let name = WireName::parse("ItemText{i}_{n}");
        assert_eq!(name.with_numbers(Some(0), None), "ItemText1_{n}");
        assert_eq!(name.with_numbers(Some(0), Some(40)), "ItemText1_40");
        assert_eq!(name.words(), "ItemText");
        let bare = name.with_numbering(Numbering::BareFirst);
        assert_eq!(bare.to_string(), "ItemText{i?}_{n}");
        assert_eq!(bare.with_numbers(Some(0), Some(3)), "ItemText_3");
        assert_eq!(bare.with_numbers(Some(1), Some(3)), "ItemText2_3");
        assert_eq!(bare.declared(), "ItemText{i}_{n}");
        assert_eq!(WireName::parse("Sku{i0}").with_numbers(Some(1), None), "Sku1");
        assert_eq!(WireName::parse("{other}{n}").to_string(), "{other}{n}");
        assert_eq!(WireName::of_member("Text{n}", true).words(), "Text");
        assert_eq!(WireName::of_member("Text{n}", false).words(), "Text{n}");
    }
}
