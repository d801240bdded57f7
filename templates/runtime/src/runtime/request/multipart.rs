//! Bodies of type `multipart/form-data`.

use bytes::Bytes;

use super::form::{FormField, fields};
use super::value::{BodyValue, InvalidParameter, Name};
use crate::runtime::http::{Body, Part};
use crate::runtime::wire::Upload;

/// Encodes members as parts; returns the content type, which contains the boundary, and the body.
pub(crate) fn encode(
    members: &[(Name, BodyValue)],
    random: (u64, u64),
) -> Result<(String, Body), InvalidParameter> {
    let boundary = format!("{:016x}{:016x}", random.0, random.1);
    let mut writer = Writer::default();
    for (name, field) in fields(members)? {
        writer.text.push_str(&format!("--{boundary}\r\nContent-Disposition: form-data; "));
        match field {
            FormField::Text(text) => {
                let name = quoted(&name);
                writer.text.push_str(&format!("name={name}\r\n\r\n{text}\r\n"));
            }
            FormField::File(file) => writer.file(&name, file)?,
        }
    }
    writer.text.push_str(&format!("--{boundary}--\r\n"));
    writer.flush();
    Ok((format!("multipart/form-data; boundary={boundary}"), Body::from_parts(writer.parts)))
}

#[derive(Default)]
struct Writer {
    parts: Vec<Part>,
    text: String,
}

impl Writer {
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(Part::Bytes(Bytes::from(std::mem::take(&mut self.text))));
        }
    }

    fn file(&mut self, name: &str, file: &Upload) -> Result<(), InvalidParameter> {
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
        let name = quoted(name);
        self.text.push_str(&format!(
            "name={name}; filename=\"{file_name}\"\r\nContent-Type: {content_type}\r\n\r\n"
        ));
        self.flush();
        self.parts.push(Part::from(file));
        self.text.push_str("\r\n");
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
