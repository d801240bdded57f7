//! All elements of a document, where they are declared.

use std::collections::HashMap;

use super::content::{Body, ContentOwner, MediaType, Response};
use super::cursor::Cursor;
use super::document::Document;
use super::header::Header;
use super::operation::Operation;
use super::parameter::Parameter;
use super::schema::Schema;
use crate::load::OperationNode;
use crate::location::FileId;
use crate::parallel;
use crate::resolve::Section;

/// All elements of a document, each where it is declared and before those in it.
#[derive(Debug)]
pub struct Elements<'a> {
    /// The document.
    pub document: &'a Document,
    /// The operations.
    pub operations: Vec<Operation<'a>>,
    /// The parameters, without references.
    pub parameters: Vec<Parameter<'a>>,
    /// The media types.
    pub media_types: Vec<MediaType<'a>>,
    /// The encodings of properties.
    pub encodings: Vec<Cursor<'a>>,
    /// The responses, without references.
    pub responses: Vec<Response<'a>>,
    /// The schemas, without references.
    pub schemas: Vec<Schema<'a>>,
    /// The objects of all kinds that have an `x-allow`.
    pub suppressing: Vec<Cursor<'a>>,
}

impl Document {
    /// Returns all elements.
    pub fn elements(&self) -> Elements<'_> {
        let operations = self.operations();
        let (mut elements, own) = parallel::join(
            || self.elements_of_files(&operations),
            || {
                let mut own = Elements::new(self);
                operations.iter().for_each(|operation| own.add_operation(operation));
                own
            },
        );
        elements.append(own);
        Elements { operations, ..elements }
    }

    /// Returns the elements of paths and the components.
    fn elements_of_files<'a>(&'a self, operations: &[Operation<'a>]) -> Elements<'a> {
        let mut elements = Elements::new(self);
        let values = operations.iter().filter_map(|operation| {
            Some(((operation.cursor.origin.file, operation.path), operation.value()?))
        });
        let values = values.collect();
        for file in self.files() {
            elements.add_paths(&file, &values);
            if let Some(components) = file.get("components") {
                elements.add_components(&components);
            }
            elements.add_suppressing(&file);
        }
        elements
    }
}

impl<'a> Elements<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            document,
            operations: Vec::new(),
            parameters: Vec::new(),
            media_types: Vec::new(),
            encodings: Vec::new(),
            responses: Vec::new(),
            schemas: Vec::new(),
            suppressing: Vec::new(),
        }
    }

    /// Adds the elements of another list, except for operations.
    fn append(&mut self, other: Self) {
        self.parameters.extend(other.parameters);
        self.media_types.extend(other.media_types);
        self.encodings.extend(other.encodings);
        self.responses.extend(other.responses);
        self.schemas.extend(other.schemas);
        self.suppressing.extend(other.suppressing);
    }

    /// Returns the operation with this id.
    pub fn operation(&self, id: &str) -> Option<&Operation<'a>> {
        self.operations.iter().find(|operation| operation.id() == Some(id))
    }

    fn add_suppressing(&mut self, object: &Cursor<'a>) {
        if object.has("x-allow") {
            self.suppressing.push(object.clone());
        }
    }

    /// Adds the parameters of each path. The operations are added separately.
    fn add_paths(
        &mut self,
        file: &Cursor<'a>,
        values: &HashMap<(FileId, &'a str), &'a OperationNode>,
    ) {
        for (path, item) in file.get_members("paths") {
            self.add_suppressing(&item);
            let value = values.get(&(item.origin.file, path));
            for entry in item.get_items("parameters").filter(|entry| !entry.has("$ref")) {
                let value = value.and_then(|node| node.path_parameter(&entry.origin));
                self.add_parameter(Parameter::new(self.document, entry, value, true));
            }
        }
    }

    fn add_operation(&mut self, operation: &Operation<'a>) {
        self.add_suppressing(&operation.cursor);
        for parameter in operation.parameters.iter().filter(|own| !own.inherited) {
            if parameter.entry == parameter.cursor.origin {
                self.add_parameter(parameter.clone());
            }
        }
        let is_inline = |key: &str| operation.cursor.get(key).is_some_and(|it| !it.has("$ref"));
        if let Some(body) = operation.body().filter(|_| is_inline("requestBody")) {
            self.add_body(&body);
        }
        for response in operation.responses() {
            if !response.is_reference() {
                self.add_response(response);
            }
        }
    }

    fn add_components(&mut self, components: &Cursor<'a>) {
        let document = self.document;
        let values = document.part(components.origin.file).map(|part| &part.components);
        for (section, members) in components.members() {
            let Some(section) = Section::from_key(section) else { continue };
            for (name, cursor) in members.members().filter(|(_, cursor)| !cursor.has("$ref")) {
                match section {
                    Section::Schemas => {
                        let value = values.and_then(|it| it.schemas.get(name)?.as_item());
                        self.add_schema(Schema::new(document, cursor, value));
                    }
                    Section::Parameters => {
                        let value = values.and_then(|it| it.parameters.get(name));
                        self.add_parameter(Parameter::new(document, cursor, value, false));
                    }
                    Section::Responses => {
                        let value = values.and_then(|it| it.responses.get(name));
                        self.add_response(Response::component(document, cursor, value));
                    }
                    Section::RequestBodies => {
                        let value = values.and_then(|it| it.request_bodies.get(name));
                        self.add_body(&Body::component(document, cursor, value));
                    }
                    Section::Headers => {
                        let value = values.and_then(|it| it.headers.get(name));
                        self.add_header(&Header::new(document, name, cursor, value));
                    }
                    Section::Examples => {}
                }
            }
        }
    }

    fn add_body(&mut self, body: &Body<'a>) {
        self.add_suppressing(&body.cursor);
        self.add_media_types(body.media_types());
    }

    fn add_response(&mut self, response: Response<'a>) {
        self.add_suppressing(&response.cursor);
        for header in response.headers().iter().filter(|header| !header.is_reference()) {
            self.add_header(header);
        }
        self.add_media_types(response.media_types());
        self.responses.push(response);
    }

    fn add_media_types(&mut self, media_types: Vec<MediaType<'a>>) {
        for media in media_types {
            self.add_suppressing(&media.cursor);
            for (_, encoding) in media.cursor.get_members("encoding") {
                self.add_part_headers(&encoding);
                self.encodings.push(encoding);
            }
            let schema = media.schema();
            self.media_types.push(media);
            self.add_optional_schema(schema);
        }
    }

    fn add_parameter(&mut self, parameter: Parameter<'a>) {
        self.add_suppressing(&parameter.cursor);
        let (schema, media_types) = (parameter.schema(), parameter.media_types());
        self.parameters.push(parameter);
        self.add_optional_schema(schema);
        self.add_media_types(media_types);
    }

    /// Adds the headers of a part, which are not supported.
    fn add_part_headers(&mut self, encoding: &Cursor<'a>) {
        let headers = encoding.get_members("headers").filter(|(_, header)| !header.has("$ref"));
        for (name, header) in headers {
            self.add_header(&Header::new(self.document, name, header, None));
        }
    }

    fn add_header(&mut self, header: &Header<'a>) {
        self.add_suppressing(&header.cursor);
        self.add_optional_schema(header.schema());
        let owner = ContentOwner::Header;
        self.add_media_types(MediaType::all(self.document, &header.cursor, None, owner, None));
    }

    fn add_optional_schema(&mut self, schema: Option<Schema<'a>>) {
        schema.into_iter().for_each(|schema| self.add_schema(schema));
    }

    fn add_schema(&mut self, schema: Schema<'a>) {
        if schema.reference().is_some() || schema.cursor.node.as_map().is_none() {
            return;
        }
        self.add_suppressing(&schema.cursor);
        self.schemas.push(schema.clone());
        for (_, property) in schema.own_properties() {
            self.add_schema(property);
        }
        let single = [schema.own_items(), schema.own_additional(), schema.negated()];
        single.into_iter().for_each(|inner| self.add_optional_schema(inner));
        for key in ["allOf", "oneOf", "anyOf"] {
            schema.subschemas(key).into_iter().for_each(|part| self.add_schema(part));
        }
    }
}
