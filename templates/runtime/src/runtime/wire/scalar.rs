//! Text, numbers and truth values.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::fault::Fault;
use super::number;
use super::raw::{Kind, Raw};
use super::report::Context;
use super::slot::{Element, Put};
use super::text;
use super::view::View;

/// The text a scalar is read from; `None` when nothing is there. A value in quotes is noted.
pub(crate) fn literal<'a>(
    raw: Raw<'a>,
    expected: &'static str,
    native: Kind,
    cx: &mut Context,
) -> Result<Option<Cow<'a, str>>, Fault> {
    let kind = raw.kind();
    if kind == Kind::Null {
        return Ok(None);
    }
    if raw.is_blank() || raw.is_hollow() {
        cx.coerced("read as nothing");
        return Ok(None);
    }
    if kind == native && kind != Kind::Text {
        return Ok(Some(Cow::Borrowed(raw.text())));
    }
    if kind != Kind::Text {
        return Err(Fault::new(expected, raw));
    }
    if native != Kind::Text {
        cx.coerced("read from text");
    }
    raw.string().map(Some)
}

/// Reads a scalar through `parse`; `None` from it means that the text does not fit.
pub(crate) fn parsed<T>(
    raw: Raw<'_>,
    expected: &'static str,
    native: Kind,
    cx: &mut Context,
    parse: fn(&str, &mut Context) -> Option<T>,
) -> Result<Option<T>, Fault> {
    let Some(text) = literal(raw, expected, native, cx)? else { return Ok(None) };
    parse(&text, cx).map(Some).ok_or_else(|| Fault::new(expected, raw))
}

/// Puts what was read into its place; `false` when nothing was.
pub(crate) fn store<T>(place: &mut T, value: Option<T>) -> bool {
    value.map(|value| *place = value).is_some()
}

impl Put for String {
    fn view(&self) -> View<'_> {
        View::Text(Cow::Borrowed(self))
    }
}

impl Put for &str {
    fn view(&self) -> View<'_> {
        View::Text(Cow::Borrowed(self))
    }
}

impl Element for String {
    fn blank() -> Self {
        String::new()
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        Ok(store(self, text::read(raw, cx)?.map(Cow::into_owned)))
    }
}

impl Put for bool {
    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}

impl Element for bool {
    fn blank() -> Self {
        false
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        // some say it by a number, with or without quotes around it
        let native = if raw.kind() == Kind::Number { Kind::Number } else { Kind::Bool };
        Ok(store(self, parsed(raw, "true or false", native, cx, truth)?))
    }
}

/// Reads a truth value, also in the words that documents have for it.
fn truth(text: &str, cx: &mut Context) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") || is("false") {
        return Some(is("true"));
    }
    let value = is("yes") || text == "1";
    if !value && !is("no") && text != "0" {
        return None;
    }
    cx.coerced("read yes or no as true or false");
    Some(value)
}

impl Put for Decimal {
    fn view(&self) -> View<'_> {
        View::Decimal(*self)
    }
}

impl Element for Decimal {
    fn blank() -> Self {
        Decimal::ZERO
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        let expected = "a decimal number of at most 28 digits";
        Ok(store(self, parsed(raw, expected, Kind::Number, cx, |text, _| number::decimal(text))?))
    }
}

/// Reads a whole number. A fraction of zeros is not one, but noted.
pub(crate) fn integer(raw: Raw<'_>, cx: &mut Context) -> Result<Option<i64>, Fault> {
    parsed(raw, "an integer", Kind::Number, cx, |text, cx| {
        let value = number::integer(text)?;
        if !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            cx.coerced("read a whole number from a decimal");
        }
        Some(value)
    })
}

impl Put for i64 {
    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }
}

impl Element for i64 {
    fn blank() -> Self {
        0
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        Ok(store(self, integer(raw, cx)?))
    }
}

impl Put for u32 {
    fn view(&self) -> View<'_> {
        View::Integer(i64::from(*self))
    }
}

impl Put for i32 {
    fn view(&self) -> View<'_> {
        View::Integer(i64::from(*self))
    }
}

impl Put for u64 {
    fn view(&self) -> View<'_> {
        i64::try_from(*self).map_or_else(|_| View::Decimal(Decimal::from(*self)), View::Integer)
    }
}
