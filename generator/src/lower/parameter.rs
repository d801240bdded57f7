//! Lowers parameters.

use openapiv3::{Parameter as Raw, PathStyle, QueryStyle};

use super::schema::SchemaContext;
use super::{Lowering, text};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    Explode, ModulePath, Name, Parameter, ParameterLocation, Reason, Style, Ty, WireStyle,
};
use crate::location::Origin;
use crate::media_type;
use crate::scalar::ScalarType;
use crate::spec::{self, MediaKind, Schema};

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

impl<'a> Lowering<'a> {
    /// Lowers the parameters of an operation, except the account parameter.
    pub(super) fn parameters(
        &mut self,
        operation: &spec::Operation<'a>,
        owner: &str,
        module: ModulePath,
    ) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for parameter in &operation.parameters {
            if let Some(raw) = parameter.value() {
                parameters.extend(self.lower_parameter(parameter, raw, owner, module));
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
        parameter: &spec::Parameter<'a>,
        raw: &Raw,
        owner: &str,
        module: ModulePath,
    ) -> Option<Parameter> {
        let (data, origin) = (raw.parameter_data_ref(), &parameter.cursor.origin);
        let location = location(raw);
        if location == ParameterLocation::Path && data.name == self.api.client.account_parameter {
            self.api.omissions.record(origin, Reason::AccountParameter);
            return None;
        }
        let (schema, content) = self.parameter_schema(parameter)?;
        let context = SchemaContext {
            name: Name::new(format!("{owner} {}", data.name)),
            docs: text::clean_optional(data.description.as_ref()),
            module,
        };
        let ty = self.lower_type(&schema, &context);
        let metadata = self.metadata(&schema);
        let rust_name = parameter.extensions().rust_name.clone();
        let style = match content {
            Some(MediaKind::Json) => Style::Described(WireStyle::Json, false),
            Some(_) if !self.is_text(&ty) => {
                let help = "use a string, a number or a boolean, or `application/json`";
                let construct =
                    "`content` of a parameter that is not JSON, with a schema that is not a scalar";
                self.report_unsupported(&schema.cursor.origin, construct, help);
                return None;
            }
            _ => self.lower_style(raw, &ty, origin)?,
        };
        let docs = text::clean_optional(data.description.as_ref());
        Some(Parameter {
            wire: data.name.clone(),
            name: Name::new(&data.name).with_explicit(rust_name.or(metadata.rust_name)),
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
            example: parameter_example(parameter, &schema).cloned(),
            origin: origin.clone(),
        })
    }

    /// Returns the schema of a parameter, and how its `content` is sent, if it has one: as JSON or as text.
    fn parameter_schema(
        &mut self,
        parameter: &spec::Parameter<'a>,
    ) -> Option<(Schema<'a>, Option<MediaKind>)> {
        if let Some(schema) = parameter.schema() {
            return Some((schema, None));
        }
        let media = parameter.media_types().into_iter().next()?;
        match media.schema() {
            Some(schema) if media.kind() == Some(MediaKind::Json) => {
                Some((schema, Some(MediaKind::Json)))
            }
            Some(schema)
                if media.kind() == Some(MediaKind::Text) || media.essence() == media_type::TEXT =>
            {
                Some((schema, Some(MediaKind::Text)))
            }
            _ => {
                let construct = format!("`content` of type `{}` of a parameter", media.name);
                self.report_unsupported(
                    &media.cursor.origin,
                    &construct,
                    "use `application/json` or `text/plain` with a `schema`",
                );
                None
            }
        }
    }

    /// Returns `true` for a scalar whose text can be the content of a parameter.
    fn is_text(&self, ty: &Ty) -> bool {
        let is_nested =
            matches!(ty, Ty::List(_) | Ty::Json | Ty::Numbered(_)) || self.is_object(ty);
        !is_nested && *ty != Ty::FILE
    }

    /// Returns the serialization of a parameter, or reports that it is not supported.
    fn lower_style(&mut self, raw: &Raw, ty: &Ty, origin: &Origin) -> Option<Style> {
        let (style, explode) = declared_style(raw);
        let is_form = matches!(raw, Raw::Query { style: QueryStyle::Form, .. });
        let is_plain = is_form || matches!(style, WireStyle::Simple);
        match ty {
            Ty::Scalar(ScalarType::File) | Ty::Numbered(_) => {
                let help = "use a string, a number, a list or an object";
                self.report_unsupported(origin, "value of this type as a parameter", help);
                None
            }
            ty if style != WireStyle::DeepObject
                && !self.is_flat(ty)
                && self.ctx.dialect.is_foreign =>
            {
                let message = "nested value in this parameter style, which OpenAPI does not define: it is sent as JSON";
                self.ctx.report(Diagnostic::new(Code::Repaired, origin, message));
                Some(Style::Described(WireStyle::Json, false))
            }
            ty if style != WireStyle::DeepObject && !self.is_flat(ty) => {
                let help = "use `style: deepObject`, or `content` of type `application/json`";
                self.report_unsupported(origin, "nested value in this parameter style", help);
                None
            }
            Ty::List(inner) if is_form && !self.is_object(inner) => {
                Some(if explode { Style::Repeated } else { Style::Joined })
            }
            // a setter is called for each member; an argument is the map
            Ty::Map(_) if is_form && explode && !raw.parameter_data_ref().required => {
                Some(Style::Free)
            }
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

    /// Returns `true` if the type is an enum.
    pub(super) fn is_enum(&self, id: crate::ir::TypeId) -> bool {
        let kind = self.api.types.get(id.0).map(|ty| &ty.kind);
        matches!(kind, Some(crate::ir::Kind::Enum(_)))
    }
}

/// Returns an example of a parameter, of its content or of its schema.
fn parameter_example<'a>(
    parameter: &spec::Parameter<'a>,
    schema: &Schema<'a>,
) -> Option<&'a serde_json::Value> {
    let own = || parameter.examples().first().and_then(|example| example.value);
    let of_content = || parameter.media_types().first()?.value()?.example.as_ref();
    let of_schema = || schema.resolved().value()?.schema_data.example.as_ref();
    own().or_else(of_content).or_else(of_schema)
}
