//! The function that reads the declared headers of a response.

use crate::ir::{Api, Group, Kind, Operation, Record, Ty};

/// Returns the headers that the responses to an operation declare, with the name of their struct.
pub fn record<'a>(api: &'a Api, operation: &Operation) -> Option<(&'a str, &'a Record)> {
    let ty = api.types.get(operation.headers?.0)?;
    match &ty.kind {
        Kind::Record(record) => Some((&ty.name.ident, record)),
        _ => None,
    }
}

/// Returns the macro call that implements the function. The variants of an operation share one struct.
pub fn table(api: &Api, group: &Group, operation: &Operation) -> Option<String> {
    let mut operations = group.operations.iter();
    let first = operations.find(|own| own.headers == operation.headers)?;
    if first.request != operation.request {
        return None;
    }
    let (name, record) = record(api, operation)?;
    let lists = record.fields.iter().filter(|field| matches!(field.ty, Ty::List(_)));
    let lists: Vec<String> = lists.map(|field| format!("{:?}", field.wire)).collect();
    let lists = lists.join(", ");
    Some(format!("response_headers!({} => {name} [{lists}]);\n", operation.request))
}
