//! Bodies of type `multipart/form-data`.

use bytes::Bytes;

use super::form::{FormField, fields};
use super::value::{BodyValue, InvalidParameter, Name};
use crate::runtime::api::{Limit, NamedLimit, Operation};
use crate::runtime::http::{Body, Part};
use crate::runtime::wire::Upload;

/// Encodes members as parts; returns the content type, which contains the boundary, and the body.
///
/// If files are named, the part of a member contains the name of another part, which contains the file.
pub(crate) fn encode(
    members: &[(Name, BodyValue)],
    operation: &Operation,
    limits: &[NamedLimit],
    random: (u64, u64),
) -> Result<(String, Body), InvalidParameter> {
    let boundary = format!("{:016x}{:016x}", random.0, random.1);
    let mut writer = Writer { boundary, ..Writer::default() };
    for (name, field) in fields(members, operation.member_styles, true)? {
        match field {
            FormField::Text(text) => writer.text(&name, &text),
            FormField::Json(text) => writer.json(&name, &text),
            FormField::File(file) if operation.named_files => {
                let part = file.file_name();
                writer.text(&name, part);
                writer
                    .file(part, file, max_size(limits, &name))
                    .map_err(|error| InvalidParameter { name, ..error })?;
            }
            FormField::File(file) => writer.file(&name, file, max_size(limits, &name))?,
        }
    }
    let Writer { boundary, .. } = &writer;
    let end = format!("--{boundary}--\r\n");
    let content_type = format!("multipart/form-data; boundary={boundary}");
    writer.buffer.push_str(&end);
    writer.flush();
    Ok((content_type, Body::from_parts(writer.parts)))
}

/// Returns the maximum size of the file of a member.
fn max_size(limits: &[NamedLimit], name: &str) -> Option<u64> {
    limits.iter().find_map(|(known, limit)| match limit {
        Limit::MaxSize(bytes) if *known == name => Some(*bytes),
        _ => None,
    })
}

#[derive(Default)]
struct Writer {
    boundary: String,
    parts: Vec<Part>,
    /// The text that is not yet in a part of the body.
    buffer: String,
}

impl Writer {
    fn flush(&mut self) {
        if !self.buffer.is_empty() {
            self.parts.push(Part::Bytes(Bytes::from(std::mem::take(&mut self.buffer))));
        }
    }

    /// Starts a part.
    fn start(&mut self, name: &str) {
        let (boundary, name) = (&self.boundary, quoted(name));
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name={name}");
        self.buffer.push_str(&head);
    }

    fn text(&mut self, name: &str, text: &str) {
        self.start(name);
        self.buffer.push_str(&format!("\r\n\r\n{text}\r\n"));
    }

    fn json(&mut self, name: &str, text: &str) {
        self.start(name);
        self.buffer.push_str(&format!("\r\nContent-Type: application/json\r\n\r\n{text}\r\n"));
    }

    fn file(
        &mut self,
        name: &str,
        file: &Upload,
        max_size: Option<u64>,
    ) -> Result<(), InvalidParameter> {
        let file_name = file.file_name();
        if file_name.is_empty() {
            return Err(InvalidParameter::new(name, "the file has no name"));
        }
        if file_name.chars().any(|letter| letter.is_control() || letter == '"' || letter == '\\') {
            let reason = "the file name contains quotes, backslashes or control characters";
            return Err(InvalidParameter::new(name, reason));
        }
        let content_type = file.content_type().unwrap_or("application/octet-stream");
        if !is_content_type(content_type) {
            return Err(InvalidParameter::new(name, "the content type of the file is invalid"));
        }
        self.start(name);
        self.buffer.push_str(&format!(
            "; filename=\"{file_name}\"\r\nContent-Type: {content_type}\r\n\r\n"
        ));
        self.flush();
        self.parts.push(Part::file(file, max_size));
        self.buffer.push_str("\r\n");
        Ok(())
    }
}

fn is_content_type(text: &str) -> bool {
    text.contains('/') && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// Returns the name of a field in quotes, escaped as browsers do.
fn quoted(name: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in name.chars() {
        match letter {
            '"' => quoted.push_str("%22"),
            '\r' => quoted.push_str("%0D"),
            '\n' => quoted.push_str("%0A"),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
