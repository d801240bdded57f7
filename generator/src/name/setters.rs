//! The names of setters: like their fields, but for lists that are filled one by one.

use std::collections::BTreeSet;

use super::field;
use crate::inflect::singularize;
use crate::ir::{Api, Content, Field, Kind, Ty};

/// Gives every field its setter.
pub(super) fn assign(api: &mut Api) {
    let structured: Vec<bool> =
        api.types.iter().map(|ty| matches!(ty.kind, Kind::Record(_) | Kind::Union(_))).collect();
    for ty in &mut api.types {
        if let Kind::Record(record) = &mut ty.kind {
            fields(&mut record.fields, &structured);
        }
    }
    for operation in api.groups.iter_mut().flat_map(|group| &mut group.operations) {
        if let Some(Content::Members(members)) =
            operation.body.as_mut().map(|body| &mut body.content)
        {
            fields(members, &structured);
        }
    }
}

/// `add_note` gives way where `note` is a field as well; `new` is the constructor.
fn fields(fields: &mut [Field], structured: &[bool]) {
    let taken: BTreeSet<String> = fields.iter().map(|field| field.name.ident.clone()).collect();
    for member in fields {
        let plural = member.name.plain();
        let one = singularize(plural);
        member.setter = match &member.ty {
            Ty::List(inner) if is_structured(inner, structured) => {
                let short = field(&one);
                if one == plural || taken.contains(&short) { format!("add_{one}") } else { short }
            }
            _ if plural == "new" => "set_new".to_owned(),
            _ => member.name.ident.clone(),
        };
    }
}

fn is_structured(ty: &Ty, structured: &[bool]) -> bool {
    matches!(ty, Ty::Named(id) if structured.get(id.0) == Some(&true))
}
