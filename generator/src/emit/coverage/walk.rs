//! Visits the elements of a file with their outcomes.

use super::elements::{ElementKind, SpecElement};
use super::outcome::{OutcomeIndex, Place, Position};
use super::report::GroupCoverage;
use crate::load::Part;
use crate::location::Origin;
use crate::spec::{Cursor, Document, MediaType, Operation, Response, Schema};

/// Adds the elements of a part to its group, in document order.
pub(super) fn add_elements(
    document: &Document,
    part: &Part,
    outcomes: &OutcomeIndex<'_>,
    group: &mut GroupCoverage,
) {
    let Some(file) = document.file(part.file) else { return };
    let mut walk = Walk { document, outcomes, group };
    let place = Place::default();
    if let Some(group) = file.get("x-group") {
        walk.add_descriptions(&group, &group.origin.key(), place);
    }
    for (name, id) in file.get_members("x-ids") {
        walk.add(ElementKind::Description, name, &id.origin, place);
    }
    for operation in document.valid_operations(part) {
        walk.add_operation(&operation);
    }
    for (_, item) in file.get_members("paths") {
        item.get_items("parameters").for_each(|parameter| walk.add_parameter(&parameter));
    }
    let components = file.get("components");
    for (_, parameter) in components.iter().flat_map(|it| it.get_members("parameters")) {
        walk.add_parameter(&parameter);
    }
    for (name, schema) in components.iter().flat_map(|it| it.get_members("schemas")) {
        let place = Place { position: Position::Component, ..place };
        walk.add(ElementKind::Schema, name, &schema.origin, place);
        walk.add_schema(&document.schema(schema), place);
    }
}

struct Walk<'a, 'b> {
    document: &'a Document,
    outcomes: &'b OutcomeIndex<'b>,
    group: &'b mut GroupCoverage,
}

impl<'a> Walk<'a, '_> {
    fn add(&mut self, kind: ElementKind, name: &str, origin: &Origin, place: Place<'_>) {
        let element = SpecElement { kind, name: name.to_owned(), origin: origin.clone() };
        let outcome = self.outcomes.find(&element, place);
        self.group.add(element, outcome);
    }

    fn add_operation(&mut self, operation: &Operation<'a>) {
        let (cursor, place) = (&operation.cursor, Place::default());
        self.add(ElementKind::Operation, &operation.name(), &cursor.origin, place);
        self.add_descriptions(cursor, &cursor.origin.key(), place);
        cursor.get_items("parameters").for_each(|parameter| self.add_parameter(&parameter));
        if let (Some(body), Some(entry)) = (operation.body(), cursor.get("requestBody")) {
            let place = Place { position: Position::Request, ..place };
            self.add_descriptions(&entry, &entry.origin.key(), place);
            if body.cursor.origin == entry.origin {
                self.add_content(&body.media_types(), place);
            }
        }
        let failures = operation.failures();
        let failures: Vec<&Origin> = failures.iter().map(|it| &it.entry.origin).collect();
        for response in operation.responses() {
            let is_error = failures.contains(&&response.entry.origin);
            self.add_response(
                &response,
                if is_error { Position::Error } else { Position::Success },
            );
        }
    }

    fn add_response(&mut self, response: &Response<'a>, position: Position) {
        let place = Place { position, is_response: true, ..Place::default() };
        self.add_descriptions(&response.entry, response.status, place);
        if !response.is_reference() {
            self.add_content(&response.media_types(), Place { is_response: false, ..place });
        }
    }

    /// Adds a parameter, unless it is a reference.
    fn add_parameter(&mut self, parameter: &Cursor<'a>) {
        let Some(name) = parameter.get_str("name") else { return };
        let place = Place { position: Position::Parameter, ..Place::default() };
        self.add(ElementKind::Parameter, name, &parameter.origin, place);
        self.add_descriptions(parameter, name, place);
        if let Some(schema) = parameter.get("schema") {
            let place = self.outcomes.inner(&parameter.origin, Place::default());
            self.add_schema(&self.document.schema(schema), place);
        }
    }

    /// Adds the schemas and examples of each media type.
    fn add_content(&mut self, media_types: &[MediaType<'a>], place: Place<'_>) {
        for media in media_types {
            if let Some(schema) = media.schema() {
                self.add_schema(&schema, self.outcomes.inner(&media.cursor.origin, place));
            }
            for (name, example) in media.cursor.get_members("examples") {
                self.add(ElementKind::Example, name, &example.origin.child("value"), place);
            }
        }
    }

    fn add_schema(&mut self, schema: &Schema<'a>, place: Place<'_>) {
        let cursor = &schema.cursor;
        self.add_descriptions(cursor, &cursor.origin.key(), place);
        for value in cursor.get_items("enum").filter_map(|value| value.text()) {
            self.add(ElementKind::EnumValue, value, &cursor.origin, place);
        }
        let inline = Place { item: None, is_property: false, ..place };
        for (name, property) in schema.own_properties() {
            let place = Place { is_property: true, ..inline };
            self.add(ElementKind::Field, name, &property.cursor.origin, place);
            self.add_schema(&property, place);
        }
        let inner = Place { is_property: false, ..self.outcomes.inner(&cursor.origin, place) };
        for schema in [schema.own_items(), schema.own_additional()].into_iter().flatten() {
            self.add_schema(&schema, inner);
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            schema.listed(key).iter().for_each(|part| self.add_schema(part, inline));
        }
        schema.negated().iter().for_each(|schema| self.add_schema(schema, inline));
    }

    /// Adds the description and the summary of an object.
    fn add_descriptions(&mut self, object: &Cursor<'a>, name: &str, place: Place<'_>) {
        for key in ["summary", "description"] {
            if object.get_str(key).is_some() {
                self.add(ElementKind::Description, name, &object.origin, place);
            }
        }
    }
}
