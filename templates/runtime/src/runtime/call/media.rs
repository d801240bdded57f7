//! The media types that an operation declares for its file.

/// The media types whose files begin with known bytes.
const SIGNATURES: [(&str, &[u8]); 5] = [
    ("application/pdf", b"%PDF-"),
    ("application/zip", b"PK"),
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

    /// Returns the bytes that a file begins with, if they are known for all of its types.
    pub(super) fn signatures(self) -> Vec<&'static [u8]> {
        let signature = |media: &str| SIGNATURES.iter().find(|(known, _)| *known == media);
        let all: Option<Vec<_>> = self.0.split(',').map(|media| signature(media.trim())).collect();
        all.unwrap_or_default().into_iter().map(|(_, signature)| *signature).collect()
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

/// Returns `true` for the media type of JSON, XML or other text.
pub(super) fn is_text_type(media: &str) -> bool {
    media.starts_with("text/") || media.ends_with("json") || media.ends_with("xml")
}
