//! Lowers schemas to [`Ty`]s. Objects with members, enums and unions become named types.

use openapiv3::Type as OpenApiType;

use super::{Lowering, text};
use crate::inflect::{noun_phrase, singularize};
use crate::ir::{Enum, Kind, ModulePath, Name, Reason, Record, Ty, Type, TypeId, Value};
use crate::location::Origin;
use crate::scalar::ScalarType;
use crate::spec::{Schema, SchemaShape};

/// The name and module of a type that is made from a schema.
#[derive(Clone)]
pub(super) struct SchemaContext {
    pub(super) name: Name,
    /// The description of the owner, for types without their own.
    pub(super) docs: String,
    pub(super) module: ModulePath,
}

impl SchemaContext {
    /// Sets the description.
    pub(super) fn with_docs(&self, docs: &str) -> SchemaContext {
        SchemaContext { docs: docs.to_owned(), ..self.clone() }
    }

    /// Returns the context of a nested schema, whose name is appended.
    pub(super) fn inner(&self, words: &str) -> SchemaContext {
        let name = Name::new(format!(
            "{} {words}",
            self.name.explicit.as_ref().unwrap_or(&self.name.words)
        ));
        SchemaContext { name, ..self.clone() }
    }
}

/// The number of lists and maps that may contain each other.
const MAX_LISTS: usize = 8;

impl<'a> Lowering<'a> {
    /// Returns the type of a component schema, or `None` if it makes no type.
    ///
    /// Other schemas are lowered where they are used.
    pub(super) fn component_type(&mut self, schema: &Schema<'a>) -> Option<TypeId> {
        let origin = &schema.cursor.origin;
        if let Some(id) = self.named.get(origin) {
            return Some(*id);
        }
        if !schema.makes_type() {
            self.record_plain(schema);
            return None;
        }
        let context = SchemaContext {
            name: Name::new(origin.key()).with_explicit(schema.extensions().rust_name.clone()),
            docs: String::new(),
            module: self.module_of(origin.file),
        };
        let id = self.reserve_type(schema, &context);
        self.named.insert(origin.clone(), id);
        self.define_type(id, schema, &context);
        Some(id)
    }

    /// Records that a schema and the schemas in it make no types.
    pub(super) fn record_plain(&mut self, schema: &Schema<'a>) {
        for part in schema.inline_parts() {
            self.api.omissions.record_own(&part.cursor.origin, Reason::PlainSchema);
            for inner in [part.own_items(), part.own_additional()].into_iter().flatten() {
                if !inner.makes_type() {
                    self.record_plain(&inner);
                }
            }
        }
    }

    /// Adds an empty type, which the schema can refer to while it is lowered.
    fn reserve_type(&mut self, schema: &Schema<'a>, context: &SchemaContext) -> TypeId {
        let data = schema.value().map(|value| &value.schema_data);
        let docs = text::clean_optional(data.and_then(|data| data.description.as_ref()));
        self.add_type(Type {
            name: context.name.clone(),
            docs: match docs {
                docs if !docs.is_empty() => docs,
                _ if !context.docs.is_empty() => context.docs.clone(),
                _ => noun_phrase(&context.name.words),
            },
            module: context.module,
            kind: Kind::Record(Record::default()),
            read: false,
            written: false,
            deprecated: data.is_some_and(|data| data.deprecated),
            origin: schema.cursor.origin.clone(),
        })
    }

    /// Sets the definition of a reserved type.
    fn define_type(&mut self, id: TypeId, schema: &Schema<'a>, context: &SchemaContext) {
        let kind = match schema.shape() {
            Some(SchemaShape::Enum(values)) => Kind::Enum(lower_enum(&values, schema)),
            Some(SchemaShape::OneOf(keyword, variants)) => {
                self.union(schema, keyword, &variants, context)
            }
            _ => Kind::Record(self.record(schema, context)),
        };
        if let Some(ty) = self.api.types.get_mut(id.0) {
            ty.kind = kind;
        }
        self.complete.insert(id);
    }

    /// Lowers a schema or a reference.
    pub(super) fn lower_type(&mut self, schema: &Schema<'a>, context: &SchemaContext) -> Ty {
        if schema.reference().is_none() {
            return self.lower_inline(schema, context);
        }
        let lower = |own: &mut Self| own.lower_component(&schema.resolved(), context);
        self.nested(&schema.cursor.origin, lower).unwrap_or(Ty::Json)
    }

    /// Lowers the component that a reference names.
    fn lower_component(&mut self, target: &Schema<'a>, context: &SchemaContext) -> Ty {
        if let Some(id) = self.component_type(target) {
            return Ty::Named(id);
        }
        let origin = &target.cursor.origin;
        if self.unsupported.contains(origin) {
            self.ctx.sink.count_consequence();
            return Ty::Json;
        }
        if self.expanding.contains(origin) {
            self.report_unsupported(
                origin,
                "list or map that contains only itself",
                "insert an object",
            );
            return Ty::Json;
        }
        self.expanding.push(origin.clone());
        let ty = self.lower_inline(target, context);
        self.expanding.pop();
        ty
    }

    fn lower_inline(&mut self, schema: &Schema<'a>, context: &SchemaContext) -> Ty {
        let (Some(value), Some(shape)) = (schema.value(), schema.shape()) else {
            self.ctx.sink.count_consequence();
            return Ty::Json;
        };
        let documented = match &value.schema_data.description {
            Some(docs) => &context.with_docs(&text::clean(docs)),
            None => context,
        };
        match shape {
            SchemaShape::Alias(other) => self.lower_type(&other, context),
            SchemaShape::Object | SchemaShape::Enum(_) | SchemaShape::OneOf(..) => {
                self.lower_named(schema, context)
            }
            SchemaShape::OneOrMany(list) => self.lower_list(&list, documented),
            SchemaShape::Plain(shape) => self.lower_plain(schema, shape, documented),
            SchemaShape::Any => Ty::Json,
            SchemaShape::Not | SchemaShape::Unsupported => {
                self.report_keywords(schema);
                self.check_contents(schema, documented);
                Ty::Json
            }
        }
    }

    /// Reports the errors in the schemas in one that is not supported.
    fn check_contents(&mut self, schema: &Schema<'a>, context: &SchemaContext) {
        if !self.unsupported.insert(schema.cursor.origin.clone()) {
            return;
        }
        for (name, property) in schema.own_properties() {
            self.lower_type(&property, &context.inner(name));
        }
        for inner in [schema.own_items(), schema.own_additional()].into_iter().flatten() {
            self.lower_type(&inner, &context.inner("value"));
        }
    }

    /// Lowers a schema to a type of its own, which is a record unless it is an enum or a union.
    ///
    /// A schema contains itself if the parts of its `allOf` include the component that contains it.
    pub(super) fn lower_named(&mut self, schema: &Schema<'a>, context: &SchemaContext) -> Ty {
        let origin = &schema.cursor.origin;
        if let Some(id) = self.incomplete.get(origin) {
            return Ty::Named(*id);
        }
        let id = self.reserve_type(schema, context);
        self.incomplete.insert(origin.clone(), id);
        self.define_type(id, schema, context);
        self.incomplete.remove(origin);
        Ty::Named(id)
    }

    fn lower_plain(
        &mut self,
        schema: &Schema<'a>,
        shape: &OpenApiType,
        context: &SchemaContext,
    ) -> Ty {
        match shape {
            OpenApiType::Array(_) => self.lower_list(schema, context),
            OpenApiType::Object(_) => match schema.own_additional() {
                Some(values) => {
                    let values = self.lower_type(&values, &context.inner("value"));
                    Ty::Map(Box::new(self.bounded(values, &schema.cursor.origin)))
                }
                None => Ty::Map(Box::new(Ty::Json)),
            },
            _ => self.lower_scalar(schema),
        }
    }

    fn lower_list(&mut self, schema: &Schema<'a>, context: &SchemaContext) -> Ty {
        let words = singularize(&context.name.words);
        let inner = SchemaContext {
            name: Name::new(words).with_explicit(context.name.explicit.clone()),
            ..context.clone()
        };
        let items = schema.own_items().map_or(Ty::Json, |items| self.lower_type(&items, &inner));
        Ty::List(Box::new(self.bounded(items, &schema.cursor.origin)))
    }

    /// Returns the type of items or values, unless they are lists in too many levels.
    fn bounded(&mut self, inner: Ty, origin: &Origin) -> Ty {
        if inner.depth() < MAX_LISTS {
            return inner;
        }
        let construct =
            format!("lists and maps that contain each other in more than {MAX_LISTS} levels");
        self.report_unsupported(origin, &construct, "insert an object");
        Ty::Json
    }

    fn lower_scalar(&self, schema: &Schema<'a>) -> Ty {
        let extensions = schema.extensions();
        match (schema.scalar(), &extensions.id) {
            (_, Some(id)) => self.id_type(id),
            (Some(ScalarType::DateTime), None) if !extensions.keywords.is_empty() => {
                Ty::DateTimeOrKeyword(extensions.keywords.clone())
            }
            (scalar, None) => scalar.map_or(Ty::STRING, Ty::Scalar),
        }
    }

    fn id_type(&self, id: &str) -> Ty {
        let index = self.api.ids.iter().position(|known| known.name.words == id);
        index.map_or(Ty::STRING, Ty::Id)
    }
}

/// Lowers an enum. The empty value, which stands for an absent value, gets no variant.
fn lower_enum(listed: &[&str], schema: &Schema<'_>) -> Enum {
    let (extensions, origin) = (schema.extensions(), &schema.cursor.origin);
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
