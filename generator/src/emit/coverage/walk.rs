//! Visits the elements of a file with their outcomes.

use super::elements::{ElementKind, SpecElement};
use super::outcome::{ElementContext, OutcomeIndex};
use super::report::GroupCoverage;
use crate::load::Part;
use crate::location::Origin;
use crate::spec::{Cursor, Document, Header, MediaType, Operation, Response, Schema};

/// Adds the elements of a part to its group, in document order.
pub(super) fn add_elements(
    document: &Document,
    part: &Part,
    outcomes: &OutcomeIndex<'_>,
    group: &mut GroupCoverage,
) {
    let Some(file) = document.file(part.file) else { return };
    let mut visitor = Visitor { document, outcomes, group };
    let context = ElementContext::default();
    if let Some(group) = file.get("x-group") {
        visitor.add_descriptions(&group, &group.origin.key(), context);
    }
    for (name, id) in file.get_members("x-ids") {
        visitor.add(ElementKind::Description, name, &id.origin, context);
    }
    for operation in document.valid_operations(part) {
        visitor.add_operation(&operation);
    }
    for (_, item) in file.get_members("paths") {
        item.get_items("parameters").for_each(|parameter| visitor.add_parameter(&parameter));
    }
    let components = file.get("components");
    for (_, parameter) in components.iter().flat_map(|it| it.get_members("parameters")) {
        visitor.add_parameter(&parameter);
    }
    for (name, schema) in components.iter().flat_map(|it| it.get_members("schemas")) {
        visitor.add(ElementKind::Schema, name, &schema.origin, context);
        visitor.add_schema(&document.schema(schema), context);
    }
}

struct Visitor<'a, 'b> {
    document: &'a Document,
    outcomes: &'b OutcomeIndex<'b>,
    group: &'b mut GroupCoverage,
}

impl<'a> Visitor<'a, '_> {
    fn add(&mut self, kind: ElementKind, name: &str, origin: &Origin, context: ElementContext<'_>) {
        let element = SpecElement { kind, name: name.to_owned(), origin: origin.clone() };
        let outcome = self.outcomes.find(&element, context);
        self.group.add(element, outcome);
    }

    fn add_operation(&mut self, operation: &Operation<'a>) {
        let (cursor, context) = (&operation.cursor, ElementContext::default());
        self.add(ElementKind::Operation, &operation.name(), &cursor.origin, context);
        self.add_descriptions(cursor, &cursor.origin.key(), context);
        cursor.get_items("parameters").for_each(|parameter| self.add_parameter(&parameter));
        if let (Some(body), Some(entry)) = (operation.body(), cursor.get("requestBody")) {
            self.add_descriptions(&entry, &entry.origin.key(), context);
            if body.cursor.origin == entry.origin {
                self.add_content(&body.media_types(), context);
            }
        }
        operation.responses().iter().for_each(|response| self.add_response(response));
    }

    fn add_response(&mut self, response: &Response<'a>) {
        let context = ElementContext::default();
        self.add_descriptions(&response.entry, response.status, context);
        if !response.is_reference() {
            let context = self.outcomes.inner(&response.entry.origin, context);
            response.headers().iter().for_each(|header| self.add_header(header, context));
            self.add_content(&response.media_types(), context);
        }
    }

    /// Adds a header, and what it declares unless it is a reference.
    fn add_header(&mut self, header: &Header<'a>, context: ElementContext<'_>) {
        let context = self.outcomes.inner(&header.entry.origin, context);
        let origin = &header.cursor.origin;
        self.add(ElementKind::Field, header.name, origin, context);
        if !header.is_reference() {
            self.add_descriptions(&header.cursor, header.name, context);
            if let Some(schema) = header.schema() {
                self.add_schema(&schema, self.outcomes.inner(origin, context));
            }
        }
    }

    /// Adds a parameter, unless it is a reference.
    fn add_parameter(&mut self, parameter: &Cursor<'a>) {
        let Some(name) = parameter.get_str("name") else { return };
        let context = ElementContext::default();
        self.add(ElementKind::Parameter, name, &parameter.origin, context);
        self.add_descriptions(parameter, name, context);
        if let Some(schema) = parameter.get("schema") {
            let context = self.outcomes.inner(&parameter.origin, context);
            self.add_schema(&self.document.schema(schema), context);
        }
    }

    /// Adds the schemas and examples of each media type.
    fn add_content(&mut self, media_types: &[MediaType<'a>], context: ElementContext<'_>) {
        for media in media_types {
            if let Some(schema) = media.schema() {
                self.add_schema(&schema, self.outcomes.inner(&media.cursor.origin, context));
            }
            let examples = media.named_examples();
            for (name, entry) in media.cursor.get_members("examples") {
                let known = examples.iter().find(|example| example.name == name);
                let own = || entry.origin.child("value");
                let origin = known.map_or_else(own, |example| example.cursor.origin.clone());
                self.add(ElementKind::Example, name, &origin, context);
            }
        }
    }

    fn add_schema(&mut self, schema: &Schema<'a>, context: ElementContext<'_>) {
        let cursor = &schema.cursor;
        self.add_descriptions(cursor, &cursor.origin.key(), context);
        for value in cursor.get_items("enum").filter_map(|value| value.text()) {
            self.add(ElementKind::EnumValue, value, &cursor.origin, context);
        }
        let inner = self.outcomes.inner(&cursor.origin, context);
        let inline = ElementContext { item: None, ..inner };
        for (name, property) in schema.own_properties() {
            self.add(ElementKind::Field, name, &property.cursor.origin, inline);
            self.add_schema(&property, inline);
        }
        for schema in [schema.own_items(), schema.own_additional()].into_iter().flatten() {
            self.add_schema(&schema, inner);
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            schema.subschemas(key).iter().for_each(|part| self.add_schema(part, inline));
        }
        schema.negated().iter().for_each(|schema| self.add_schema(schema, inline));
    }

    /// Adds the description and the summary of an object.
    fn add_descriptions(&mut self, object: &Cursor<'a>, name: &str, context: ElementContext<'_>) {
        for key in ["summary", "description"] {
            if object.get_str(key).is_some() {
                self.add(ElementKind::Description, name, &object.origin, context);
            }
        }
    }
}
