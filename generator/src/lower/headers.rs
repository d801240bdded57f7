//! Lowers the headers of responses.

use super::schema::SchemaContext;
use super::{Lowering, text};
use crate::ir::{Field, Kind, ModulePath, Name, Reason, Record, Ty, Type, TypeId};
use crate::scalar::ScalarType;
use crate::spec::{self, Header};

/// The description of a record of headers.
const DOCS: &str =
    "The headers of a response. One that is missing or cannot be read is `None`, or an empty list.";

impl<'a> Lowering<'a> {
    /// Lowers the headers of the successful responses to a record; `None` if they declare none.
    pub(super) fn lower_headers(
        &mut self,
        operation: &spec::Operation<'a>,
        owner: &str,
        module: ModulePath,
    ) -> Option<TypeId> {
        self.record_unread_headers(operation);
        let name = Name::new(format!("{owner} headers"));
        let context = SchemaContext { name, docs: String::new(), module };
        let mut fields: Vec<Field> = Vec::new();
        let mut origin = None;
        for response in operation.successes() {
            for header in response.headers() {
                let Some(field) = self.header(&header, &context) else { continue };
                origin.get_or_insert_with(|| response.cursor.origin.child("headers"));
                let known = fields.iter().find(|own| own.wire.eq_ignore_ascii_case(&field.wire));
                match known {
                    None => fields.push(field),
                    Some(known) if known.ty == field.ty => {}
                    Some(_) => self.report_unsupported(
                        &header.entry.origin,
                        "header of another type in another response",
                        "use one schema",
                    ),
                }
            }
        }
        Some(self.add_type(Type {
            name: context.name,
            docs: DOCS.to_owned(),
            module,
            kind: Kind::Record(Record { fields, additional: None }),
            read: false,
            written: false,
            deprecated: false,
            origin: origin?,
        }))
    }

    /// Records the headers of responses that are not read.
    fn record_unread_headers(&mut self, operation: &spec::Operation<'a>) {
        for response in operation.others() {
            for header in response.headers() {
                self.api.omissions.record(&header.entry.origin, Reason::ResponseDescription);
            }
        }
    }

    /// Lowers a header, or reports that it is not supported.
    fn header(&mut self, header: &Header<'a>, context: &SchemaContext) -> Option<Field> {
        let value = header.value()?;
        let Some(schema) = header.schema() else {
            let help = "use a `schema`";
            self.report_unsupported(&header.entry.origin, "header with `content`", help);
            return None;
        };
        let reported = self.reported();
        let field = self.field(header.name, &schema, context);
        if self.reported() > reported {
            return None;
        }
        if !self.is_header_type(&field.ty) {
            let help = "use a string, a number, a boolean, or a list of them";
            self.report_unsupported(&header.entry.origin, "value of this type in a header", help);
            return None;
        }
        let docs = text::clean_optional(value.description.as_ref());
        Some(Field {
            docs: if docs.is_empty() { field.docs } else { docs },
            deprecated: field.deprecated || value.deprecated.unwrap_or(false),
            nullable: false,
            read_only: false,
            write_only: false,
            origin: header.cursor.origin.clone(),
            ..field
        })
    }

    /// Returns `true` for the types that the text of a header can be read as.
    fn is_header_type(&self, ty: &Ty) -> bool {
        match ty {
            Ty::List(inner) => !matches!(**inner, Ty::List(_)) && self.is_header_type(inner),
            Ty::Scalar(ScalarType::File) | Ty::Map(_) | Ty::Numbered(_) => false,
            Ty::Named(id) => self.is_enum(*id),
            Ty::Scalar(_) | Ty::DateTimeOrKeyword(_) | Ty::Json | Ty::Id(_) => true,
        }
    }
}
