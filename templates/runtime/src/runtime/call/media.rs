//! The media types that an operation declares for its file.

/// The media types whose files begin with known bytes.
const SIGNATURES: [(&str, &[u8]); 5] = [
    ("application/pdf", b"%PDF-"),
    ("application/zip", b"PK\x03\x04"),
    ("image/gif", b"GIF8"),
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/png", b"\x89PNG"),
];

/// The media types of a file, as in the header `Accept`.
#[derive(Clone, Copy)]
pub(super) struct FileTypes(pub(super) &'static str);

impl FileTypes {
    /// Returns `true` if any content is accepted, also an HTML page.
    pub(super) fn is_any(self) -> bool {
        self.0 == "*/*"
    }

    fn has(self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.0.contains(part))
    }

    /// Returns `true` if a file of these types may be an HTML page.
    pub(super) fn may_be_html(self) -> bool {
        self.has(&["*/*", "text/*", "html"])
    }

    /// Returns `true` if a file of these types may be JSON, XML or other text.
    pub(super) fn may_be_text(self) -> bool {
        self.has(&["*/*", "octet-stream", "json", "xml", "text/"])
    }

    /// Returns `true` if a file of these types is not sent with this media type: it is neither declared nor generic.
    pub(super) fn excludes(self, media: &str) -> bool {
        let is_text = media.ends_with("json") || media.ends_with("xml");
        let is_generic = media.is_empty()
            || media.starts_with("binary/")
            || media.starts_with("application/") && !is_text;
        !self.may_be_text() && !is_generic && !self.0.contains(media)
    }

    /// Returns the bytes that files of these types begin with, as far as they are known.
    pub(super) fn signatures(self) -> impl Iterator<Item = &'static [u8]> {
        let is_declared = move |media: &str| self.0.split(',').any(|own| own.trim() == media);
        SIGNATURES.iter().filter(move |(media, _)| is_declared(media)).map(|(_, known)| *known)
    }
}

/// Returns the media type of a `Content-Type` in lower case, without its parameters.
pub(super) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns `true` for the media type of HTML pages.
pub(super) fn is_html_type(media: &str) -> bool {
    matches!(media, "text/html" | "application/xhtml+xml")
}
