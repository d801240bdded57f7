//! Lowers schemas to [`Ty`]s. Objects with members, enums and unions become named types.

use openapiv3::{
    ArrayType, ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type as OpenApiType,
    VariantOrUnknownOrEmpty,
};

use super::shape::{self, SchemaShape};
use super::{Lowering, text};
use crate::inflect::{noun_phrase, singularize};
use crate::ir::{Enum, Kind, ModulePath, Name, Record, Ty, Type, TypeId, Value};
use crate::load::extension::{self, SchemaExtensions};
use crate::location::{FileId, Origin};

/// The location of a schema, and the name and module of a type that is made from it.
#[derive(Clone)]
pub(super) struct SchemaContext {
    pub(super) origin: Origin,
    pub(super) name: Name,
    /// The description of the owner, for types without their own.
    pub(super) docs: String,
    pub(super) module: ModulePath,
}

impl SchemaContext {
    /// Returns the file of the schema.
    pub(super) fn file(&self) -> FileId {
        self.origin.file
    }

    /// Sets the description.
    pub(super) fn with_docs(&self, docs: &str) -> SchemaContext {
        SchemaContext { docs: docs.to_owned(), ..self.clone() }
    }

    /// Sets the location.
    pub(super) fn at(&self, origin: Origin) -> SchemaContext {
        SchemaContext { origin, ..self.clone() }
    }

    /// Returns the context of a nested schema, whose name is appended.
    pub(super) fn inner(&self, origin: Origin, words: &str) -> SchemaContext {
        let name = Name::new(format!(
            "{} {words}",
            self.name.explicit.as_ref().unwrap_or(&self.name.words)
        ));
        SchemaContext { origin, name, ..self.clone() }
    }
}

/// The number of lists and maps that may contain each other.
const MAX_LISTS: usize = 8;

impl Lowering<'_> {
    /// Returns the type of the component schema `name` of `file`, or `None` if it makes no type.
    ///
    /// Other schemas are lowered where they are used.
    pub(super) fn component_type(
        &mut self,
        file: FileId,
        name: &str,
        origin: &Origin,
    ) -> Option<TypeId> {
        let key = (file, name.to_owned());
        if let Some(id) = self.named.get(&key) {
            return Some(*id);
        }
        let target = self.resolved.declared_schema(file, name)?;
        if target.origin != *origin {
            return self.component_type(target.file, target.name, &target.origin);
        }
        let schema = target.value;
        if !makes_type(schema) {
            return None;
        }
        let extensions = extension::schema(self.ctx, origin, &schema.schema_data.extensions);
        let context = SchemaContext {
            origin: origin.clone(),
            name: Name::new(name).with_explicit(extensions.rust_name.clone()),
            docs: String::new(),
            module: self.module_of(file),
        };
        let id = self.reserve_type(&context, schema);
        self.named.insert(key, id);
        self.define_type(id, schema, &context, &extensions);
        Some(id)
    }

    /// Adds an empty type, which the schema can refer to while it is lowered.
    fn reserve_type(&mut self, context: &SchemaContext, schema: &Schema) -> TypeId {
        self.add_type(Type {
            name: context.name.clone(),
            docs: match text::clean_optional(schema.schema_data.description.as_ref()) {
                docs if !docs.is_empty() => docs,
                _ if !context.docs.is_empty() => context.docs.clone(),
                _ => noun_phrase(&context.name.words),
            },
            module: context.module,
            kind: Kind::Record(Record::default()),
            read: false,
            written: false,
            deprecated: schema.schema_data.deprecated,
            origin: context.origin.clone(),
        })
    }

    /// Sets the definition of a reserved type.
    fn define_type(
        &mut self,
        id: TypeId,
        schema: &Schema,
        context: &SchemaContext,
        extensions: &SchemaExtensions,
    ) {
        let kind = match shape::classify(schema) {
            SchemaShape::Enum(values) => {
                Kind::Enum(lower_enum(&values, extensions, &context.origin))
            }
            SchemaShape::OneOf(keyword, variants) => self.union(schema, variants, context, keyword),
            _ => Kind::Record(self.record(schema, context)),
        };
        if let Some(ty) = self.api.types.get_mut(id.0) {
            ty.kind = kind;
        }
        self.complete.insert(id);
    }

    /// Lowers a schema or a reference.
    pub(super) fn lower_type(
        &mut self,
        schema: &ReferenceOr<Schema>,
        context: &SchemaContext,
    ) -> Ty {
        match schema {
            ReferenceOr::Reference { reference } => {
                let lower = |own: &mut Self| own.lower_reference(reference, context);
                self.nested(&context.origin, lower).unwrap_or(Ty::Json)
            }
            ReferenceOr::Item(schema) => self.lower_inline(schema, context),
        }
    }

    fn lower_reference(&mut self, reference: &str, context: &SchemaContext) -> Ty {
        let resolved = self.resolved;
        let Some(target) = resolved.schema(context.file(), reference) else {
            self.ctx.sink.count_consequence();
            return Ty::Json;
        };
        if let Some(id) = self.component_type(target.file, target.name, &target.origin) {
            return Ty::Named(id);
        }
        if self.expanding.contains(&target.origin) {
            self.report_unsupported(
                &target.origin,
                "list or map that contains only itself",
                "insert an object",
            );
            return Ty::Json;
        }
        self.expanding.push(target.origin.clone());
        let ty = self.lower_inline(target.value, &context.at(target.origin));
        self.expanding.pop();
        ty
    }

    fn lower_inline(&mut self, schema: &Schema, context: &SchemaContext) -> Ty {
        let extensions =
            extension::schema(self.ctx, &context.origin, &schema.schema_data.extensions);
        let documented = match &schema.schema_data.description {
            Some(docs) => &context.with_docs(&text::clean(docs)),
            None => context,
        };
        match shape::classify(schema) {
            SchemaShape::Alias(other) => {
                let context = context.at(alias_target(schema, &context.origin));
                self.lower_type(other, &context)
            }
            SchemaShape::Object | SchemaShape::Enum(_) | SchemaShape::OneOf(..) => {
                let id = self.reserve_type(context, schema);
                self.define_type(id, schema, context, &extensions);
                Ty::Named(id)
            }
            SchemaShape::OneOrMany(array) => self.lower_list(array, documented),
            SchemaShape::Plain(shape) => self.lower_plain(shape, documented, &extensions),
            SchemaShape::Any => Ty::Json,
            SchemaShape::Not | SchemaShape::Unsupported => {
                self.report_keywords(&context.origin);
                Ty::Json
            }
        }
    }

    fn lower_plain(
        &mut self,
        shape: &OpenApiType,
        context: &SchemaContext,
        extensions: &SchemaExtensions,
    ) -> Ty {
        match shape {
            OpenApiType::String(shape) => self.lower_string(shape, extensions),
            OpenApiType::Number(_) => Ty::Decimal,
            OpenApiType::Integer(_) => Ty::Integer,
            OpenApiType::Boolean(_) => Ty::Boolean,
            OpenApiType::Array(array) => self.lower_list(array, context),
            OpenApiType::Object(object) => match &object.additional_properties {
                Some(openapiv3::AdditionalProperties::Schema(values)) => {
                    let inner =
                        context.inner(context.origin.child("additionalProperties"), "value");
                    let values = self.lower_type(values, &inner);
                    Ty::Map(Box::new(self.bounded(values, context)))
                }
                _ => Ty::Map(Box::new(Ty::Json)),
            },
        }
    }

    fn lower_list(&mut self, array: &ArrayType, context: &SchemaContext) -> Ty {
        let words = singularize(&context.name.words);
        let inner = SchemaContext {
            origin: context.origin.child("items"),
            name: Name::new(words).with_explicit(context.name.explicit.clone()),
            ..context.clone()
        };
        let items = array.items.as_ref().map(|items| items.clone().unbox());
        let items = items.map_or(Ty::Json, |items| self.lower_type(&items, &inner));
        Ty::List(Box::new(self.bounded(items, context)))
    }

    /// Returns the type of items or values, unless they are lists in too many levels.
    fn bounded(&mut self, inner: Ty, context: &SchemaContext) -> Ty {
        if inner.depth() < MAX_LISTS {
            return inner;
        }
        let construct =
            format!("lists and maps that contain each other in more than {MAX_LISTS} levels");
        self.report_unsupported(&context.origin, &construct, "insert an object");
        Ty::Json
    }

    fn lower_string(&self, shape: &StringType, extensions: &SchemaExtensions) -> Ty {
        if let Some(id) = &extensions.id {
            return self.id_type(id);
        }
        match &shape.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime)
                if extensions.keywords.is_empty() =>
            {
                Ty::DateTime
            }
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => {
                Ty::DateTimeOrKeyword(extensions.keywords.clone())
            }
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Ty::Date,
            VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => Ty::File,
            _ => Ty::String,
        }
    }

    fn id_type(&self, id: &str) -> Ty {
        let index = self.api.ids.iter().position(|known| known.name.words == id);
        index.map_or(Ty::String, Ty::Id)
    }
}

/// Returns the location of the target of an alias.
pub(super) fn alias_target(schema: &Schema, origin: &Origin) -> Origin {
    let keyword = match &schema.schema_kind {
        SchemaKind::OneOf { .. } => "oneOf",
        SchemaKind::AnyOf { .. } => "anyOf",
        SchemaKind::Any(any) if !any.one_of.is_empty() => "oneOf",
        SchemaKind::Any(any) if !any.any_of.is_empty() => "anyOf",
        _ => "allOf",
    };
    origin.child(keyword).index(0)
}

/// Returns `true` if a schema makes a named type.
pub(super) fn makes_type(schema: &Schema) -> bool {
    matches!(
        shape::classify(schema),
        SchemaShape::Object | SchemaShape::Enum(_) | SchemaShape::OneOf(..)
    )
}

/// Lowers an enum. The empty value, which stands for an absent value, gets no variant.
fn lower_enum(listed: &[&str], extensions: &SchemaExtensions, origin: &Origin) -> Enum {
    let nonempty = listed.iter().enumerate().filter(|(_, value)| !value.is_empty());
    Enum {
        values: nonempty
            .map(|(index, value)| {
                let explicit = extensions.enum_names.get(*value).cloned();
                let origin = match explicit {
                    Some(_) => origin.child("x-enum-names").child(value),
                    None => origin.child("enum").index(index),
                };
                Value {
                    wire: (*value).to_owned(),
                    name: Name::new(*value).with_explicit(explicit),
                    docs: text::clean_optional(extensions.enum_descriptions.get(*value)),
                    origin,
                }
            })
            .collect(),
        open: extensions.open,
    }
}
