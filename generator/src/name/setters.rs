//! Names of setters. They equal the field names, except for lists of structured items.

use std::collections::BTreeSet;

use super::field;
use crate::inflect::singularize;
use crate::ir::{Api, Content, Field, Kind, Ty};

/// Sets the setter names of all fields.
pub(super) fn assign(api: &mut Api) {
    let structured: Vec<bool> =
        api.types.iter().map(|ty| matches!(ty.kind, Kind::Record(_) | Kind::Union(_))).collect();
    for ty in &mut api.types {
        if let Kind::Record(record) = &mut ty.kind {
            name_setters(&mut record.fields, &structured);
        }
    }
    for operation in api.groups.iter_mut().flat_map(|group| &mut group.operations) {
        if let Some(Content::Members(members)) =
            operation.body.as_mut().map(|body| &mut body.content)
        {
            name_setters(members, &structured);
        }
    }
}

/// Sets the setter names of fields. A list `notes` gets `note`, or `add_note` if there is a field `note`.
fn name_setters(fields: &mut [Field], structured: &[bool]) {
    let taken: BTreeSet<String> = fields.iter().map(|field| field.name.ident.clone()).collect();
    for member in fields {
        let plural = member.name.plain();
        let singular = singularize(plural);
        member.setter = match &member.ty {
            Ty::List(inner) if is_structured(inner, structured) => {
                let short = field(&singular);
                if singular == plural || taken.contains(&short) {
                    format!("add_{singular}")
                } else {
                    short
                }
            }
            _ if plural == "new" => "set_new".to_owned(),
            _ => member.name.ident.clone(),
        };
    }
}

fn is_structured(ty: &Ty, structured: &[bool]) -> bool {
    matches!(ty, Ty::Named(id) if structured.get(id.0) == Some(&true))
}
