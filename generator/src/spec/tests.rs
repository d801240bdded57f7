use super::{Document, MediaKind, Operation, Schema, document};
use crate::context::Context;
use crate::diagnostics::Severity;
use crate::location::Origin;
use crate::{load, normalize, source};

const SPEC: &str = r##"
openapi: 3.0.3
info: { title: Notes, version: '1' }
servers: [{ url: https://example.com }]
paths:
  /notes/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - $ref: '#/components/parameters/Size'
    post:
      parameters:
        - { name: Size, in: query, schema: { type: string } }
        - { name: Size, in: header, schema: { type: string } }
      requestBody:
        required: true
        content:
          application/vnd.note+json; charset=utf-8: { schema: { $ref: '#/components/schemas/Note' } }
          application/x-www-form-urlencoded: { schema: { type: object } }
          multipart/form-data: { schema: { type: object } }
          text/csv: { schema: { type: string } }
          image/png: { schema: { type: string, format: binary } }
          text/html: { schema: { type: object } }
      responses:
        '200': { description: Done., content: { application/json: { schema: { type: object } } } }
        4XX: { description: Refused. }
        default: { description: Failed. }
components:
  parameters:
    Size: { name: Size, in: query, schema: { type: integer } }
  schemas:
    Alias: { $ref: '#/components/schemas/Note' }
    Base: { type: object, required: [id], properties: { id: { type: string }, text: { type: integer } } }
    Note:
      allOf:
        - $ref: '#/components/schemas/Base'
        - { type: object, additionalProperties: true, properties: { text: { type: string } } }
        - { type: string }
"##;

fn read() -> Document {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.yaml");
    std::fs::write(&path, SPEC).unwrap();
    let ctx = &mut Context::default();
    let root = source::read(&mut ctx.sources, &mut ctx.sink, &path).unwrap();
    normalize::apply(ctx, root, &normalize::Overrides::default());
    let loaded = load::document(ctx, root).unwrap();
    let document = document(ctx, loaded).unwrap();
    let mut errors = ctx.diagnostics().iter().filter(|it| it.severity == Severity::Error);
    assert_eq!(errors.next(), None);
    document
}

fn operation(document: &Document) -> Operation<'_> {
    document.operations().into_iter().next().unwrap()
}

fn component<'a>(document: &'a Document, name: &str) -> Schema<'a> {
    let schemas = document.root_file().unwrap().get("components").unwrap().get("schemas").unwrap();
    let elements = document.elements();
    let origin = schemas.get(name).unwrap().origin;
    let declared = elements.schemas.iter().find(|schema| schema.cursor.origin == origin);
    declared.cloned().unwrap_or_else(|| document.schema(schemas.get(name).unwrap()))
}

#[test]
fn parameters_of_an_operation_override_those_of_its_path() {
    let document = read();
    let operation = operation(&document);
    let parameters: Vec<_> = operation
        .parameters
        .iter()
        .map(|own| (own.name(), own.location(), own.inherited, own.value().is_some()))
        .collect();
    let expected = [
        ("id", "path", true, true),
        ("Size", "query", false, true),
        ("Size", "header", false, true),
    ];
    assert_eq!(parameters, expected);
    let size = &operation.parameters[1];
    assert_eq!(size.schema().unwrap().data_type(), Some("string"));
}

#[test]
fn media_types_are_handled_by_their_name_or_their_schema() {
    let document = read();
    let body = operation(&document).body().unwrap();
    let kinds: Vec<_> = body.media_types().iter().map(|media| media.kind()).collect();
    let expected = [
        Some(MediaKind::Json),
        Some(MediaKind::Form),
        Some(MediaKind::Multipart),
        Some(MediaKind::Text),
        Some(MediaKind::File),
        None,
    ];
    assert_eq!(kinds, expected);
    assert!(body.is_required());
}

#[test]
fn a_default_response_is_an_error_beside_a_success() {
    let document = read();
    let operation = operation(&document);
    let statuses = |responses: Vec<super::Response<'_>>| -> Vec<_> {
        responses.iter().map(|it| it.status.to_owned()).collect()
    };
    assert_eq!(statuses(operation.successes()), ["200"]);
    assert_eq!(statuses(operation.failures()), ["4XX", "default"]);
}

#[test]
fn references_are_followed_through_aliases() {
    let document = read();
    let alias = component(&document, "Alias");
    assert!(alias.value().is_none());
    let target = alias.resolved();
    assert_eq!(target.component.map(|component| component.name.as_str()), Some("Note"));
    assert!(target.value().is_some());
    assert!(target.makes_type());
}

#[test]
fn members_of_all_parts_are_merged() {
    let document = read();
    let note = component(&document, "Note");
    let members = note.members();
    let properties: Vec<_> = members
        .properties
        .iter()
        .map(|(name, member)| (*name, member.schema.data_type(), member.owner.is_some()))
        .collect();
    assert_eq!(properties, [("id", Some("string"), true), ("text", Some("string"), false)]);
    assert_eq!(members.required.into_iter().collect::<Vec<_>>(), ["id"]);
    assert!(members.additional.is_some_and(|member| member.is_any));
    let others: Vec<&Origin> = members.others.iter().map(|part| &part.cursor.origin).collect();
    assert_eq!(others, [&note.cursor.origin.child("allOf").index(2)]);
}

#[test]
fn components_are_reached_through_others() {
    let document = read();
    let references = document.references().iter().filter(|reference| reference.owner.is_none());
    let used = document.closure(references.map(|reference| &reference.target));
    let names: Vec<&str> = used.iter().map(|component| component.name.as_str()).collect();
    assert_eq!(names, ["Base", "Note", "Size"]);
}
