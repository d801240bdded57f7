//! JSON kept as it came.

use std::fmt;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::encode::encode_view;
use super::fault::Fault;
use super::map::Map;
use super::raw::{Kind, Raw};
use super::report::Context;
use super::slot::{Element, Put};
use super::view::View;

/// A JSON value as its text, so that nothing of it is lost.
///
/// Two are equal when their texts are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Json(Box<str>);

impl Json {
    /// Takes JSON text.
    pub fn new(text: &str) -> Result<Self, Fault> {
        Raw::checked(text).map(Self::trusted)
    }

    /// What a value says, as it would be sent.
    pub fn of<T: Put>(value: &T) -> Self {
        Self(encode_view(&value.view()).into())
    }

    /// `null`.
    pub fn null() -> Self {
        Self("null".into())
    }

    pub(crate) fn trusted(raw: Raw<'_>) -> Self {
        Self(raw.text().into())
    }

    fn raw(&self) -> Raw<'_> {
        Raw::trusted(&self.0)
    }

    /// The JSON text.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Reads it as some type.
    pub fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Fault> {
        serde_json::from_str(&self.0).map_err(|error| misfit(&error))
    }

    /// What it says if it is text.
    pub fn as_str(&self) -> Option<std::borrow::Cow<'_, str>> {
        if self.raw().kind() == Kind::Text { self.raw().string().ok() } else { None }
    }

    /// The members if it is an object.
    pub fn members(&self) -> Option<Map<Json>> {
        let mut all = Map::new();
        if self.raw().kind() != Kind::Object {
            return None;
        }
        let walked = self.raw().each_member(&mut |name, raw| {
            all.insert(name, Json::trusted(raw));
            Ok(())
        });
        walked.ok().map(|()| all)
    }

    /// The member of this name if it is an object that has one.
    pub fn get(&self, name: &str) -> Option<Json> {
        let mut found = None;
        if self.raw().kind() == Kind::Object {
            let walked = self.raw().each_member(&mut |member, raw| {
                if member == name {
                    found = Some(raw);
                }
                Ok(())
            });
            walked.ok()?;
        }
        found.map(Json::trusted)
    }

    /// The elements if it is a list.
    pub fn elements(&self) -> Option<Vec<Json>> {
        if self.raw().kind() != Kind::List {
            return None;
        }
        let mut all = Vec::new();
        let walked = self.raw().each_element(&mut |_, raw| {
            all.push(Json::trusted(raw));
            Ok(())
        });
        walked.ok().map(|()| all)
    }

    /// What kind of value it is.
    pub fn kind(&self) -> Kind {
        self.raw().kind()
    }
}

/// The message names the type that was wanted and where; the text itself may hold secrets.
fn misfit(error: &serde_json::Error) -> Fault {
    Fault::of("JSON of the wanted type", error.to_string())
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<serde_json::Value> for Json {
    // in line, it is compiled where it is used only
    #[inline]
    fn from(value: serde_json::Value) -> Self {
        Self(value.to_string().into())
    }
}

impl Put for Json {
    fn view(&self) -> View<'_> {
        View::Json(self)
    }
}

impl Element for Json {
    fn blank() -> Self {
        Self::null()
    }

    fn fill(&mut self, raw: Raw<'_>, _: &mut Context) -> Result<bool, Fault> {
        *self = Self::trusted(raw);
        Ok(true)
    }
}

/// Goes through serde's data model, where numbers are binary.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let value: serde_json::Value =
            serde_json::from_str(&self.0).map_err(serde_core::ser::Error::custom)?;
        value.serialize(to)
    }
}

/// Goes through serde's data model, where numbers are binary.
impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde_json::Value::deserialize(from).map(Self::from)
    }
}
