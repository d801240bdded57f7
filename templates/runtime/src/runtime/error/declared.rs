//! The members that a model declares, by which it is distinguished from an error.

use crate::runtime::codec::{Context, Model, StructMeta};
use crate::runtime::json::{Reader, write_string};

/// The members of a model.
pub(super) struct Declared {
    model: Model,
    meta: &'static StructMeta,
}

impl Declared {
    pub(super) fn new(model: Model) -> Self {
        Self { model, meta: model().meta() }
    }

    /// Returns `true` if the model declares a member.
    pub(super) fn has(&self, name: &str) -> bool {
        self.meta.declares(name)
    }

    /// Returns `true` if a member is an enum that lists this value.
    pub(super) fn lists(&self, name: &str, value: &str) -> bool {
        // a string accepts any value
        self.is_known(name, value) && !self.is_known(name, "\u{1}")
    }

    /// Returns `true` if the value of a member can be read and is not an unknown value of an enum.
    fn is_known(&self, name: &str, value: &str) -> bool {
        let mut json = String::new();
        write_string(&mut json, value);
        let mut model = (self.model)();
        let mut is_known = false;
        let visited = model.visit_fields(&mut |meta, fields, _| {
            let at = meta.members.iter().position(|known| known.eq_ignore_ascii_case(name));
            let Some(field) = at.and_then(|at| fields.get_mut(at)) else { return Ok(()) };
            let mut cx = Context::with_report();
            let read = field.decode_field(None, &mut Reader::over(&json), &mut cx)?;
            is_known = read && cx.into_report().unknown_values.is_empty();
            Ok(())
        });
        visited.is_ok() && is_known
    }
}
