//! Lowers parameters.

use openapiv3::{
    Parameter as Raw, ParameterData, ParameterSchemaOrContent, QueryStyle, ReferenceOr, Schema,
};

use super::schema::SchemaContext;
use super::{Lowering, text};
use crate::ir::{ModulePath, Name, Parameter, ParameterLocation, Style, Ty};
use crate::load::{OperationNode, extension};
use crate::location::Origin;

impl Lowering<'_> {
    /// Lowers the parameters of a path and an operation, except the account parameter.
    pub(super) fn parameters(
        &mut self,
        node: &OperationNode,
        owner: &str,
        module: ModulePath,
    ) -> Vec<Parameter> {
        let resolved = self.resolved;
        let origin = node.origin.child("parameters");
        let own = node.operation.parameters.iter().enumerate();
        let own = own.map(|(i, parameter)| (origin.index(i), parameter));
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
            let Some(lowered) = self.lower_parameter(raw, &origin, owner, module) else { continue };
            let same = |p: &Parameter| p.wire == lowered.wire && p.location == lowered.location;
            match parameters.iter_mut().find(|p| same(p)) {
                Some(overridden) => *overridden = lowered,
                None => parameters.push(lowered),
            }
        }
        parameters
    }

    fn lower_parameter(
        &mut self,
        raw: &Raw,
        origin: &Origin,
        owner: &str,
        module: ModulePath,
    ) -> Option<Parameter> {
        let data = raw.parameter_data_ref();
        let location = self.lower_location(raw, origin)?;
        if location == ParameterLocation::Path && data.name == self.api.client.account_parameter {
            return None;
        }
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            self.report_unsupported(
                &origin.child("content"),
                "`content` of a parameter",
                "use a `schema`",
            );
            return None;
        };
        let context = SchemaContext {
            origin: origin.child("schema"),
            name: Name::new(format!("{owner} {}", data.name)),
            docs: text::clean_optional(data.description.as_ref()),
            module,
        };
        let ty = self.lower_type(schema, &context);
        let metadata = self.metadata(schema, &context.origin);
        let extensions = extension::parameter(self.ctx, origin, &data.extensions);
        let style = self.lower_style(raw, data, &ty, origin)?;
        let docs = text::clean_optional(data.description.as_ref());
        Some(Parameter {
            wire: data.name.clone(),
            name: Name::new(&data.name).with_explicit(extensions.rust_name.or(metadata.rust_name)),
            location,
            ty,
            style,
            required: data.required,
            sensitive: metadata.sensitive,
            deprecated: data.deprecated.unwrap_or(false) || metadata.deprecated,
            docs: if docs.is_empty() {
                metadata.docs
            } else {
                text::join_paragraphs(&docs, &metadata.values)
            },
            limits: metadata.limits,
            default: metadata.default,
            example: self.parameter_example(data, schema, origin),
            origin: origin.clone(),
        })
    }

    /// Returns the location of a parameter, or reports that it is not supported.
    fn lower_location(&mut self, raw: &Raw, origin: &Origin) -> Option<ParameterLocation> {
        match raw {
            Raw::Query { .. } => Some(ParameterLocation::Query),
            Raw::Header { .. } => Some(ParameterLocation::Header),
            Raw::Path { .. } => Some(ParameterLocation::Path),
            Raw::Cookie { .. } => {
                let help = "use a header or the query";
                self.report_unsupported(&origin.child("in"), "parameter in a cookie", help);
                None
            }
        }
    }

    /// Returns the serialization of a parameter, or reports that it is not supported.
    fn lower_style(
        &mut self,
        raw: &Raw,
        data: &ParameterData,
        ty: &Ty,
        origin: &Origin,
    ) -> Option<Style> {
        let in_query = match raw {
            Raw::Query { style: QueryStyle::Form, .. } => true,
            Raw::Path { style: openapiv3::PathStyle::Simple, .. } | Raw::Header { .. } => false,
            _ => {
                let help = match raw {
                    Raw::Query { .. } => "use `form`, with or without `explode`",
                    _ => "use `simple`",
                };
                self.report_unsupported(&origin.child("style"), "parameter style", help);
                return None;
            }
        };
        let explode = data.explode.unwrap_or(true);
        let (construct, help) = match ty {
            Ty::List(inner) if matches!(**inner, Ty::List(_) | Ty::Map(_)) => {
                ("list of lists as a parameter", "use a list of scalars")
            }
            Ty::List(_) if !in_query => {
                ("list in the path or in a header", "use a string and describe its format")
            }
            Ty::List(_) if explode => return Some(Style::Repeated),
            Ty::List(_) => return Some(Style::Joined),
            Ty::Map(_) if in_query && explode => return Some(Style::Free),
            Ty::Map(_) | Ty::File | Ty::Numbered(_) => {
                ("value of this type as a parameter", "use a string, a number or a list")
            }
            Ty::Named(id) if !self.is_enum(*id) => {
                ("object as a parameter", "use a map with `additionalProperties`")
            }
            _ => return Some(Style::Single),
        };
        self.report_unsupported(origin, construct, help);
        None
    }

    /// Returns an example of a parameter or of its schema.
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
        let from_schema = || match schema {
            ReferenceOr::Item(schema) => schema.schema_data.example.clone(),
            ReferenceOr::Reference { reference } => {
                self.resolved.schema(origin.file, reference)?.value.schema_data.example.clone()
            }
        };
        data.example.clone().or_else(named).or_else(from_schema)
    }

    /// Returns `true` if the type is an enum.
    pub(super) fn is_enum(&self, id: crate::ir::TypeId) -> bool {
        let kind = self.api.types.get(id.0).map(|ty| &ty.kind);
        matches!(kind, Some(crate::ir::Kind::Enum(_)))
    }
}
