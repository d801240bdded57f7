//! Lowers parameters.

use openapiv3::{
    Parameter as Raw, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
    Schema,
};

use super::media::MediaKind;
use super::schema::SchemaContext;
use super::{Lowering, text};
use crate::ir::{Explode, ModulePath, Name, Parameter, ParameterLocation, Style, Ty, WireStyle};
use crate::load::{OperationNode, extension};
use crate::location::Origin;

/// Returns the location of a parameter.
fn location(raw: &Raw) -> ParameterLocation {
    match raw {
        Raw::Query { .. } => ParameterLocation::Query,
        Raw::Header { .. } => ParameterLocation::Header,
        Raw::Path { .. } => ParameterLocation::Path,
        Raw::Cookie { .. } => ParameterLocation::Cookie,
    }
}

/// Returns the style of a parameter in the query, or of a member of a form.
pub(super) fn query_style(style: &QueryStyle) -> WireStyle {
    match style {
        QueryStyle::Form => WireStyle::Form,
        QueryStyle::SpaceDelimited => WireStyle::Space,
        QueryStyle::PipeDelimited => WireStyle::Pipe,
        QueryStyle::DeepObject => WireStyle::DeepObject,
    }
}

/// Returns the style of a parameter, and whether it is exploded.
fn declared_style(raw: &Raw) -> (WireStyle, Explode) {
    let style = match raw {
        Raw::Query { style, .. } => query_style(style),
        Raw::Path { style, .. } => match style {
            PathStyle::Simple => WireStyle::Simple,
            PathStyle::Label => WireStyle::Label,
            PathStyle::Matrix => WireStyle::Matrix,
        },
        Raw::Header { .. } => WireStyle::Simple,
        Raw::Cookie { .. } => WireStyle::Form,
    };
    let explode = raw.parameter_data_ref().explode.unwrap_or(style == WireStyle::Form);
    (style, explode)
}

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
        self.check_described(&parameters);
        parameters
    }

    /// Reports parameters of one name whose styles the description of the operation could not distinguish.
    fn check_described(&mut self, parameters: &[Parameter]) {
        let described: Vec<&Parameter> =
            parameters.iter().filter(|own| matches!(own.style, Style::Described(..))).collect();
        for (index, own) in described.iter().enumerate() {
            if described.iter().take(index).any(|other| other.wire == own.wire) {
                let construct = "further list or object of this name in another place";
                self.report_unsupported(&own.origin, construct, "use a string");
            }
        }
    }

    fn lower_parameter(
        &mut self,
        raw: &Raw,
        origin: &Origin,
        owner: &str,
        module: ModulePath,
    ) -> Option<Parameter> {
        let data = raw.parameter_data_ref();
        let location = location(raw);
        if location == ParameterLocation::Path && data.name == self.api.client.account_parameter {
            return None;
        }
        let (schema, schema_origin, is_json) = self.parameter_schema(data, origin)?;
        let context = SchemaContext {
            origin: schema_origin,
            name: Name::new(format!("{owner} {}", data.name)),
            docs: text::clean_optional(data.description.as_ref()),
            module,
        };
        let ty = self.lower_type(schema, &context);
        let metadata = self.metadata(schema, &context.origin);
        let extensions = extension::parameter(self.ctx, origin, &data.extensions);
        let style = match is_json {
            true => Style::Described(WireStyle::Json, false),
            false => self.lower_style(raw, &ty, origin)?,
        };
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

    /// Returns the schema of a parameter and its location, and `true` if the value is sent as JSON.
    fn parameter_schema<'b>(
        &mut self,
        data: &'b ParameterData,
        origin: &Origin,
    ) -> Option<(&'b ReferenceOr<Schema>, Origin, bool)> {
        let content = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                return Some((schema, origin.child("schema"), false));
            }
            ParameterSchemaOrContent::Content(content) => content,
        };
        let (media, content) = content.first()?;
        let origin = origin.child("content").child(media);
        let kind = self.media_kind(media, content, &origin)?;
        match &content.schema {
            Some(schema) if kind == MediaKind::Json => Some((schema, origin.child("schema"), true)),
            _ => {
                let construct = format!("`content` of type `{media}` of a parameter");
                self.report_unsupported(
                    &origin,
                    &construct,
                    "use `application/json` with a `schema`",
                );
                None
            }
        }
    }

    /// Returns the serialization of a parameter, or reports that it is not supported.
    fn lower_style(&mut self, raw: &Raw, ty: &Ty, origin: &Origin) -> Option<Style> {
        let (style, explode) = declared_style(raw);
        let is_form = matches!(raw, Raw::Query { style: QueryStyle::Form, .. });
        let is_plain = is_form || matches!(style, WireStyle::Simple);
        match ty {
            Ty::File | Ty::Numbered(_) => {
                let help = "use a string, a number, a list or an object";
                self.report_unsupported(origin, "value of this type as a parameter", help);
                None
            }
            ty if style != WireStyle::DeepObject && !self.is_flat(ty) => {
                let help = "use `style: deepObject`, or `content` of type `application/json`";
                self.report_unsupported(origin, "nested value in this parameter style", help);
                None
            }
            Ty::List(inner) if is_form && !self.is_object(inner) => {
                Some(if explode { Style::Repeated } else { Style::Joined })
            }
            Ty::Map(_) if is_form && explode => Some(Style::Free),
            ty if is_plain && !matches!(ty, Ty::List(_)) && !self.is_object(ty) => {
                Some(Style::Single)
            }
            _ => Some(Style::Described(style, explode)),
        }
    }

    /// Returns `true` for an object with declared or arbitrary members.
    pub(super) fn is_object(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Map(_) => true,
            Ty::Named(id) => !self.is_enum(*id),
            _ => false,
        }
    }

    /// Returns `true` for a scalar, a list of scalars, and an object whose members are scalars or lists of them.
    fn is_flat(&self, ty: &Ty) -> bool {
        let is_scalar = |ty: &Ty| !matches!(ty, Ty::List(_)) && !self.is_object(ty);
        let is_list = |ty: &Ty| matches!(ty, Ty::List(inner) if is_scalar(inner));
        match ty {
            Ty::Map(inner) => is_scalar(inner) || is_list(inner),
            Ty::Named(id) => {
                let fields = self.api.fields_of(*id);
                fields.iter().all(|field| is_scalar(&field.ty) || is_list(&field.ty))
            }
            ty => is_scalar(ty) || is_list(ty),
        }
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
        let from_content = || match &data.format {
            ParameterSchemaOrContent::Content(content) => content.first()?.1.example.clone(),
            ParameterSchemaOrContent::Schema(_) => None,
        };
        data.example.clone().or_else(named).or_else(from_content).or_else(from_schema)
    }

    /// Returns `true` if the type is an enum.
    pub(super) fn is_enum(&self, id: crate::ir::TypeId) -> bool {
        let kind = self.api.types.get(id.0).map(|ty| &ty.kind);
        matches!(kind, Some(crate::ir::Kind::Enum(_)))
    }
}
