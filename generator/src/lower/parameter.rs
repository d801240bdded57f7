//! Parameters.

use openapiv3::{
    Parameter as Raw, ParameterData, ParameterSchemaOrContent, QueryStyle, ReferenceOr, Schema,
};

use super::schema::Spot;
use super::{Lowering, text};
use crate::ir::{Home, Name, Parameter, Place, Style, Ty};
use crate::load::{OperationNode, extension};
use crate::location::Origin;

impl Lowering<'_> {
    /// The parameters of an operation: its own before those of its path, without the account.
    pub(super) fn parameters(
        &mut self,
        node: &OperationNode,
        owner: &str,
        home: Home,
    ) -> Vec<Parameter> {
        let resolved = self.resolved;
        let own = node.origin.child("parameters");
        let own = node.operation.parameters.iter().enumerate().map(|(i, p)| (own.index(i), p));
        let inherited = node.path_parameters.iter().map(|(origin, p)| (origin.clone(), p));
        let mut parameters: Vec<Parameter> = Vec::new();
        for (origin, parameter) in inherited.chain(own) {
            let (origin, raw) = match parameter {
                ReferenceOr::Item(raw) => (origin, raw),
                ReferenceOr::Reference { reference } => {
                    match resolved.parameter(node.origin.file, reference) {
                        Some(target) => (target.origin, target.value),
                        None => continue,
                    }
                }
            };
            let Some(lowered) = self.parameter(raw, &origin, owner, home) else { continue };
            let same = |p: &Parameter| p.wire == lowered.wire && p.place == lowered.place;
            match parameters.iter_mut().find(|p| same(p)) {
                Some(overridden) => *overridden = lowered,
                None => parameters.push(lowered),
            }
        }
        parameters
    }

    fn parameter(
        &mut self,
        raw: &Raw,
        origin: &Origin,
        owner: &str,
        home: Home,
    ) -> Option<Parameter> {
        let data = raw.parameter_data_ref();
        let place = match raw {
            Raw::Query { .. } => Place::Query,
            Raw::Header { .. } => Place::Header,
            Raw::Path { .. } => Place::Path,
            Raw::Cookie { .. } => {
                self.unsupported(
                    &origin.child("in"),
                    "a parameter in a cookie",
                    "use a header or the query",
                );
                return None;
            }
        };
        if place == Place::Path && data.name == self.api.client.account_parameter {
            return None;
        }
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            self.unsupported(
                &origin.child("content"),
                "`content` of a parameter",
                "state a `schema`",
            );
            return None;
        };
        let spot = Spot {
            origin: origin.child("schema"),
            name: Name::new(format!("{owner} {}", data.name)),
            docs: text::optional(data.description.as_ref()),
            home,
        };
        let ty = self.ty(schema, &spot);
        let said = self.said(schema, &spot.origin);
        let own = extension::parameter(self.ctx, origin, &data.extensions);
        let style = self.style(raw, data, &ty, origin)?;
        let docs = text::optional(data.description.as_ref());
        Some(Parameter {
            wire: data.name.clone(),
            name: Name::new(&data.name).or_explicit(own.rust_name.or(said.rust_name)),
            place,
            ty,
            style,
            required: data.required,
            sensitive: said.sensitive,
            deprecated: data.deprecated.unwrap_or(false) || said.deprecated,
            docs: if docs.is_empty() { said.docs } else { text::joined(&docs, &said.values) },
            limits: said.limits,
            default: said.default,
            example: self.parameter_example(data, schema, origin),
            origin: origin.clone(),
        })
    }

    fn style(
        &mut self,
        raw: &Raw,
        data: &ParameterData,
        ty: &Ty,
        origin: &Origin,
    ) -> Option<Style> {
        let form = match raw {
            Raw::Query { style: QueryStyle::Form, .. } => true,
            Raw::Query { .. } => {
                self.unsupported(
                    &origin.child("style"),
                    "this style",
                    "use `form`, with or without `explode`",
                );
                return None;
            }
            Raw::Path { style: openapiv3::PathStyle::Simple, .. } | Raw::Header { .. } => false,
            _ => {
                self.unsupported(&origin.child("style"), "this style", "use `simple`");
                return None;
            }
        };
        match ty {
            Ty::List(inner) if matches!(**inner, Ty::List(_) | Ty::Map(_)) => {
                self.unsupported(
                    origin,
                    "a list of lists as a parameter",
                    "use a list of plain values",
                );
                None
            }
            Ty::List(_) if !form => {
                self.unsupported(
                    origin,
                    "a list in the path or in a header",
                    "use text, and say how it is joined",
                );
                None
            }
            Ty::List(_) if data.explode.unwrap_or(true) => Some(Style::Repeated),
            Ty::List(_) => Some(Style::Joined),
            Ty::Map(_) if form && data.explode.unwrap_or(true) => Some(Style::Free),
            Ty::Map(_) | Ty::File | Ty::Numbered(_) => {
                self.unsupported(
                    origin,
                    "this kind of value as a parameter",
                    "use text, a number or a list",
                );
                None
            }
            Ty::Named(id) if !self.is_enum(*id) => {
                self.unsupported(
                    origin,
                    "an object as a parameter",
                    "use a free map, `additionalProperties`",
                );
                None
            }
            _ => Some(Style::Single),
        }
    }

    /// An example of a parameter: its own, or that of its schema.
    fn parameter_example(
        &self,
        data: &ParameterData,
        schema: &ReferenceOr<Schema>,
        origin: &Origin,
    ) -> Option<serde_json::Value> {
        let named = || match data.examples.values().next()? {
            ReferenceOr::Item(example) => example.value.clone(),
            ReferenceOr::Reference { reference } => {
                self.resolved.example(origin.file, reference)?.value.value.clone()
            }
        };
        let of_schema = || match schema {
            ReferenceOr::Item(schema) => schema.schema_data.example.clone(),
            ReferenceOr::Reference { reference } => {
                self.resolved.schema(origin.file, reference)?.value.schema_data.example.clone()
            }
        };
        data.example.clone().or_else(named).or_else(of_schema)
    }

    pub(super) fn is_enum(&self, id: crate::ir::TypeId) -> bool {
        let kind = self.api.types.get(id.0).map(|ty| &ty.kind);
        matches!(kind, Some(crate::ir::Kind::Enum(_)))
    }
}
