//! Positions in paged lists.

use std::fmt;
use std::str::FromStr;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A position in a paged list: a page, and the number of its items that were returned.
///
/// It can be stored as a string (`to_string` and `parse`, or serde) and passed to `resume` later, in this process or
/// another. If items were added in between, resuming may repeat items. It skips no item that was in the list when the
/// iteration began, as long as no item is removed or changes its order.
///
/// A position is bound to its operation, its account and its parameters. Resuming a list with others from it is an
/// error before anything is sent. The string of a position in a list contains a hash: if it was cut off or changed, it is not
/// parsed. [`start`](Self::start) and [`page`](Self::page) are positions in any list.
///
/// In a list whose range of dates is split, the position contains the current part of the range. In several lists
/// (see [`concat`](crate::paging::concat)), it contains the number of the list, and is bound to all of them.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Position {
    /// The current one of several lists.
    pub(crate) member: Option<ListMember>,
    /// The list, unless the position is one in any list.
    pub(crate) list: Option<ListId>,
    /// The part of the range of dates, if the range is split or has no end of its own.
    pub(crate) part: Option<RangePart>,
    pub(crate) page: Target,
    pub(crate) offset: usize,
}

/// One of several lists.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ListMember {
    /// The number of lists before it.
    pub(crate) index: usize,
    /// A hash of all lists.
    pub(crate) lists: u64,
}

/// A part of a range of dates, in Unix seconds.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct RangePart {
    /// The index of the range among those of the operation.
    pub(crate) window: usize,
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// The end of the range.
    pub(crate) until: i64,
}

/// The list that a position belongs to: an operation, and hashes of the account and of the parameters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ListId {
    operation: Box<str>,
    account: u64,
    parameters: u64,
}

impl ListId {
    /// Creates the id of a list. The order of the parameters is ignored.
    pub(crate) fn new(operation: &str, account: &str, mut parameters: Vec<(&str, &str)>) -> Self {
        parameters.sort_unstable();
        let mut texts = Vec::new();
        for (name, text) in parameters {
            texts.extend([name, text]);
        }
        Self {
            operation: operation.into(),
            account: account_hash(account),
            parameters: hash(&texts),
        }
    }

    /// Returns a hash of several lists in their order.
    pub(crate) fn hash_all<'a>(lists: impl Iterator<Item = &'a Self>) -> u64 {
        let texts: Vec<String> = lists.map(Self::to_string).collect();
        hash(&texts.iter().map(String::as_str).collect::<Vec<&str>>())
    }

    /// Describes how the list of a position differs from the requested one.
    pub(crate) fn mismatch(position: Option<&Self>, requested: &Self) -> String {
        let operation = &requested.operation;
        match position {
            None => format!("the position names no list and cannot be resumed in `{operation}`"),
            Some(list) if list.operation != *operation => format!(
                "the position belongs to `{}` and cannot be resumed in `{operation}`",
                list.operation
            ),
            Some(list) if list.account != requested.account => format!(
                "the position belongs to `{operation}` of another account and cannot be resumed in `{operation}` of this one"
            ),
            Some(_) => format!(
                "the position belongs to `{operation}` with other parameters and cannot be resumed in `{operation}` with these"
            ),
        }
    }
}

impl fmt::Display for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:016x}/{:016x}", self.operation, self.account, self.parameters)
    }
}

/// Returns the hash of an account, to which saved states are bound.
pub(crate) fn account_hash(account: &str) -> u64 {
    hash(&[account])
}

/// Hashes strings by FNV-1a, which is the same on every platform and in every version.
pub(crate) fn hash(texts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for text in texts {
        // a byte that is not part of UTF-8 separates the strings
        for byte in text.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// A page to request.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// The page that the request itself selects.
    Start,
    /// The page with this number.
    Number(u64),
    /// The page of this link, with path and query.
    Link(String),
    /// The end of the list.
    End,
}

impl Position {
    /// Returns the position of the first item of the list.
    pub fn start() -> Self {
        Self::at(Target::Start)
    }

    /// Returns the position of the first item of a page, by its number. If the range of dates of the list is split, it
    /// is a page of the first part.
    pub fn page(number: u64) -> Self {
        Self::at(Target::Number(number))
    }

    /// Returns the position of the first item of a page of any list.
    fn at(page: Target) -> Self {
        Self { member: None, list: None, part: None, page, offset: 0 }
    }

    /// Returns the number of the list among several lists, counted from 0.
    pub fn list_index(&self) -> usize {
        self.member.map(|member| member.index).unwrap_or_default()
    }

    /// Returns the number of items of the page before this position.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the number of items of `page` before this position, or 0 if the position is in another page. A part that has
    /// grown is split when it is read again, and then has other pages.
    pub(crate) fn offset_in(&self, page: &Self) -> usize {
        if self.part == page.part && self.page == page.page { self.offset } else { 0 }
    }

    /// Returns the number of the page, if the list has numbered pages.
    pub fn number(&self) -> Option<u64> {
        match self.page {
            Target::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Returns `true` at the end of the list.
    pub fn is_end(&self) -> bool {
        self.page == Target::End
    }
}

impl Position {
    /// Returns the prefix with the list among several ones, and the rest of the string.
    fn format_parts(&self) -> [String; 2] {
        let member =
            self.member.map(|ListMember { index, lists }| format!("+{index}/{lists:016x}:"));
        let part = self.part.map(|RangePart { window, start, end, until }| {
            format!("{window}.{start}..{end}..{until}:")
        });
        let (part, offset) = (part.unwrap_or_default(), self.offset);
        let page = match &self.page {
            Target::Start => format!("{part}{offset}:start"),
            Target::Number(number) => format!("{part}{offset}:page:{number}"),
            Target::Link(link) => format!("{part}{offset}:link:{link}"),
            Target::End => format!("{part}{offset}:end"),
        };
        [member.unwrap_or_default(), page]
    }

    /// Returns the hash of the position in its list.
    fn hash_in(&self, list: &ListId) -> u64 {
        let [member, page] = self.format_parts();
        hash(&[&member, &list.to_string(), &page])
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [member, page] = self.format_parts();
        f.write_str(&member)?;
        if let Some(list) = &self.list {
            write!(f, "{list}/{:016x}:", self.hash_in(list))?;
        }
        f.write_str(&page)
    }
}

/// Leaves the link and the hashes out: they are of the account and filters.
impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Position");
        if let Some(member) = &self.member {
            debug.field("list", &member.index);
        }
        if let Some(list) = &self.list {
            debug.field("operation", &list.operation);
        }
        if let Some(RangePart { start, end, .. }) = &self.part {
            debug.field("range", &format_args!("{start}..{end}"));
        }
        match &self.page {
            Target::Start => debug.field("page", &format_args!("first")),
            Target::Number(number) => debug.field("page", number),
            Target::Link(_) => debug.field("page", &format_args!("link")),
            Target::End => debug.field("page", &format_args!("end")),
        };
        debug.field("offset", &self.offset).finish()
    }
}

/// The error for a string that is not a [`Position`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPosition;

impl fmt::Display for InvalidPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a position that was not changed or cut off, such as `0:page:2`")
    }
}

impl std::error::Error for InvalidPosition {}

impl FromStr for Position {
    type Err = InvalidPosition;

    fn from_str(text: &str) -> Result<Self, InvalidPosition> {
        let position = parse_unchecked(text).ok_or(InvalidPosition)?;
        // a part, or a list other than the first, is one of certain lists
        let is_bound =
            position.list.is_some() || position.part.is_none() && position.list_index() == 0;
        // the string has the hash of the position
        (is_bound && position.to_string() == text).then_some(position).ok_or(InvalidPosition)
    }
}

/// Parses a position without comparing its hash.
pub(crate) fn parse_unchecked(mut text: &str) -> Option<Position> {
    let mut position = Position::start();
    if let Some((member, rest)) = text.strip_prefix('+').and_then(|text| text.split_once(':')) {
        position.member = Some(parse_member(member)?);
        text = rest;
    }
    if let Some((list, rest)) = text.split_once(':').filter(|(start, _)| start.contains('/')) {
        let (list, hash) = list.rsplit_once('/')?;
        parse_hash(hash)?;
        position.list = Some(parse_list(list)?);
        text = rest;
    }
    if let Some((part, rest)) = text.split_once(':').filter(|(start, _)| start.contains("..")) {
        position.part = Some(parse_part(part)?);
        text = rest;
    }
    let (offset, page) = text.split_once(':')?;
    position.offset = offset.parse().ok()?;
    position.page = match page.split_once(':').unwrap_or((page, "")) {
        ("start", "") => Target::Start,
        ("end", "") => Target::End,
        ("page", number) => Target::Number(number.parse().ok()?),
        ("link", link) if !link.is_empty() => Target::Link(link.to_owned()),
        _ => return None,
    };
    Some(position)
}

fn parse_member(text: &str) -> Option<ListMember> {
    let (index, lists) = text.split_once('/')?;
    Some(ListMember { index: index.parse().ok()?, lists: parse_hash(lists)? })
}

/// Parses a hash, which has 16 hexadecimal digits.
pub(crate) fn parse_hash(text: &str) -> Option<u64> {
    let is_hash = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| u64::from_str_radix(text, 16).ok())?
}

fn parse_list(text: &str) -> Option<ListId> {
    let (rest, parameters) = text.rsplit_once('/')?;
    let (operation, account) = rest.rsplit_once('/')?;
    (!operation.is_empty()).then_some(())?;
    let (account, parameters) = (parse_hash(account)?, parse_hash(parameters)?);
    Some(ListId { operation: operation.into(), account, parameters })
}

/// Parses a part of a range, whose times are in order.
fn parse_part(text: &str) -> Option<RangePart> {
    let (window, rest) = text.split_once('.')?;
    let (start, rest) = rest.split_once("..")?;
    let (end, until) = rest.split_once("..")?;
    let (start, end, until) = (start.parse().ok()?, end.parse().ok()?, until.parse().ok()?);
    let window = window.parse().ok()?;
    (start <= end && end <= until).then_some(RangePart { window, start, end, until })
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
