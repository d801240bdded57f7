//! The parts of a request as they are set, before it is encoded.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::custom::CustomCall;
use super::form::joined;
use super::options::CallOptions;
use super::value::{BodyValue, InvalidParameter, Name};
use crate::runtime::api::{Operation, ParameterStyle, PollSpec};
use crate::runtime::codec::{Model, StructMeta, ValueRef};
use crate::runtime::config::Core;
use crate::runtime::json::JsonKind;
use crate::runtime::position::Target;
use crate::runtime::wire::Upload;

/// The parts of a request.
#[derive(Clone)]
pub(crate) struct RequestParts {
    pub(crate) core: Arc<Core>,
    pub(crate) operation: &'static Operation,
    /// What takes the place of the description of the operation.
    pub(crate) custom: Option<Box<CustomCall>>,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Vec<(Name, String)>,
    /// The parameters whose style the description of the operation has.
    pub(crate) styled: Vec<(&'static ParameterStyle, BodyValue)>,
    pub(crate) members: Vec<(Name, BodyValue)>,
    /// The names of the struct in place of the body.
    pub(crate) body: Option<&'static StructMeta>,
    pub(crate) list: Option<Vec<BodyValue>>,
    /// A value in place of the body that is neither an object with members nor a list.
    pub(crate) document: Option<BodyValue>,
    pub(crate) raw: Option<Upload>,
    pub(crate) options: CallOptions,
    /// The first invalid parameter.
    pub(crate) error: Option<InvalidParameter>,
    pub(crate) target: Target,
    /// How the operation whose status is requested is polled. Its state may have the same name as an error status.
    pub(crate) poll: Option<&'static PollSpec>,
    /// The model that the response is decoded into, if it is one.
    pub(crate) model: Option<Model>,
    /// How a write that the service queues is polled, by an id of the response.
    pub(crate) queue: Option<&'static PollSpec>,
}

impl RequestParts {
    pub(crate) fn new(core: Arc<Core>, operation: &'static Operation) -> Self {
        Self {
            core,
            operation,
            custom: None,
            path: Vec::new(),
            query: Vec::new(),
            styled: Vec::new(),
            members: Vec::new(),
            body: None,
            list: None,
            document: None,
            raw: None,
            options: CallOptions::default(),
            error: None,
            target: Target::Start,
            poll: None,
            model: None,
            queue: None,
        }
    }

    /// Keeps the first invalid parameter.
    pub(crate) fn fail(&mut self, error: InvalidParameter) {
        self.error.get_or_insert(error);
    }

    /// Sets a path parameter.
    pub(crate) fn set_path(&mut self, name: &'static str, value: ValueRef<'_>) {
        match value.request_scalar() {
            Some(text) => self.path.push((name, text.into_owned())),
            None => self.fail(InvalidParameter::new(name, "expected a value")),
        }
    }

    /// Sets a query parameter; a value of nothing removes it.
    pub(crate) fn set_query(&mut self, name: &'static str, value: ValueRef<'_>) {
        self.remove_query(name);
        self.push_query(name, value);
    }

    /// Adds one value of a query parameter.
    pub(crate) fn push_query(&mut self, name: &'static str, value: ValueRef<'_>) {
        match value {
            ValueRef::None => {}
            value => match value.request_scalar() {
                Some(text) => self.query.push((name.into(), text.into_owned())),
                None => self.fail(InvalidParameter::new(name, "expected a single value")),
            },
        }
    }

    /// Sets a query parameter whose values are joined by commas.
    pub(crate) fn set_joined_query(&mut self, name: &'static str, values: &[BodyValue]) {
        self.remove_query(name);
        match joined(name, values) {
            Ok(_) if values.is_empty() => {}
            Ok(text) => self.query.push((name.into(), text)),
            Err(error) => self.fail(error),
        }
    }

    /// Sets a parameter whose style the description of the operation has; a value of nothing removes it.
    pub(crate) fn set_styled(&mut self, name: &'static str, value: Option<BodyValue>) {
        self.styled.retain(|(known, _)| known.name != name);
        let style = self.operation.styles.iter().find(|style| style.name == name);
        match (style, value) {
            (Some(style), Some(value)) => self.styled.push((style, value)),
            (Some(_), None) => {}
            (None, _) => self.fail(InvalidParameter::new(name, "the parameter has no style")),
        }
    }

    /// Returns the values of a query parameter.
    pub(crate) fn query_values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.query.iter().filter(move |(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// Removes all values of a query parameter.
    pub(crate) fn remove_query(&mut self, name: &str) {
        self.query.retain(|(known, _)| known != name);
    }

    /// Sets a query parameter to a string.
    pub(crate) fn set_query_text(&mut self, name: &'static str, text: String) {
        self.remove_query(name);
        self.query.push((name.into(), text));
    }

    /// Sets a member of the body; a value of nothing removes it.
    pub(crate) fn set_member_value(&mut self, name: Name, value: ValueRef<'_>) {
        match BodyValue::new(value) {
            Some(value) => self.set_member(name, value),
            None => self.members.retain(|(known, _)| *known != name),
        }
    }

    /// Sets a member of the body.
    pub(crate) fn set_member(&mut self, name: Name, value: BodyValue) {
        match self.members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.members.push((name, value)),
        }
    }

    /// Sets all members of an object.
    pub(crate) fn set_members(&mut self, value: ValueRef<'_>) {
        match BodyValue::new(value) {
            Some(BodyValue::Object(object)) => {
                self.body = object.meta;
                for (name, value) in object.members {
                    self.set_member(name, value);
                }
            }
            Some(BodyValue::Json(json)) if json.kind() == JsonKind::Object => {
                for (name, json) in json.members().unwrap_or_default() {
                    self.set_member(Cow::Owned(name.into()), BodyValue::Json(json));
                }
            }
            _ => self.fail(InvalidParameter::new("body", "expected an object")),
        }
    }

    /// Appends an element to a list in the body.
    pub(crate) fn push_element(&mut self, name: &'static str, value: ValueRef<'_>) {
        let Some(element) = BodyValue::new(value) else { return };
        match self.members.iter_mut().find(|(known, _)| known == name) {
            Some((_, BodyValue::List(list))) => list.push(element),
            Some((_, other)) => *other = BodyValue::List(vec![element]),
            None => self.members.push((name.into(), BodyValue::List(vec![element]))),
        }
    }
}

/// Shows the names of the parameters only: values may be personal data.
impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Request");
        debug.field("operation", &self.operation.id);
        let parts = [
            ("path", names(&self.path)),
            ("query", names(&self.query)),
            ("styled", self.styled.iter().map(|(style, _)| style.name).collect()),
            ("members", names(&self.members)),
            ("headers", names(&self.options.headers)),
        ];
        for (part, names) in &parts {
            if !names.is_empty() {
                debug.field(part, names);
            }
        }
        debug.finish_non_exhaustive()
    }
}

fn names<N: AsRef<str>, V>(pairs: &[(N, V)]) -> Vec<&str> {
    pairs.iter().map(|(name, _)| name.as_ref()).collect()
}
