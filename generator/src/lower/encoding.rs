//! Lowers the `encoding` of the members of forms.

use openapiv3::QueryStyle;

use super::Lowering;
use super::parameter::query_style;
use crate::ir::{Content, MemberStyle, Ty, WireStyle};
use crate::media_type;
use crate::source::Scalar;
use crate::spec::{MediaKind, MediaType};

impl Lowering<'_> {
    /// Returns the styles of the members of a form, with the defaults of OpenAPI: a list is repeated, and an object in a
    /// multipart body is JSON.
    pub(super) fn member_styles(
        &self,
        media_kind: MediaKind,
        media: &MediaType<'_>,
        content: &Content,
    ) -> Vec<MemberStyle> {
        if !matches!(media_kind, MediaKind::Form | MediaKind::Multipart) {
            return Vec::new();
        }
        let mut styles: Vec<MemberStyle> = Vec::new();
        let encodings = media.value().map(|value| &value.encoding);
        let declared = media.cursor.get("encoding");
        for field in self.api.all_members_of(content) {
            // alternatives may have members of the same name
            if styles.iter().any(|own| own.wire == field.wire) {
                continue;
            }
            let encoding = encodings.and_then(|all| all.get(&field.wire));
            // `openapiv3` does not distinguish an absent key from `false`
            let node = declared.as_ref().and_then(|all| all.node.get(&field.wire)?.get("explode"));
            let explode = match node.and_then(|node| node.scalar()) {
                Some(Scalar::Bool(explode)) => Some(explode),
                _ => None,
            };
            let content_type = encoding.and_then(|encoding| encoding.content_type.as_deref());
            let declared = Declared {
                style: encoding.and_then(|encoding| encoding.style.as_ref()),
                explode,
                is_json: content_type
                    .and_then(|types| media_type::part_type(types, media_type::TEXT))
                    .is_some_and(media_type::is_json),
                is_present: encoding.is_some(),
            };
            let style = self.member_style(&field.ty, &declared, media_kind);
            styles.extend(style.map(|(style, explode)| MemberStyle {
                wire: field.wire.clone(),
                style,
                explode,
            }));
        }
        styles
    }

    /// Returns the style of a member, unless it is a single value, or a list joined by commas.
    fn member_style(
        &self,
        ty: &Ty,
        declared: &Declared<'_>,
        media_kind: MediaKind,
    ) -> Option<(WireStyle, bool)> {
        if declared.is_json {
            return Some((WireStyle::Json, false));
        }
        let style = declared.style.map_or(WireStyle::Form, query_style);
        let explode = declared.explode.unwrap_or(style == WireStyle::Form);
        let is_default_part = media_kind == MediaKind::Multipart && !declared.is_present;
        match ty {
            Ty::List(inner) if **inner == Ty::FILE || self.api.is_indexed(inner) => None,
            Ty::List(inner) if self.is_object(inner) || matches!(**inner, Ty::List(_)) => {
                match style {
                    WireStyle::DeepObject => Some((style, explode)),
                    _ => is_default_part.then_some((WireStyle::Json, true)),
                }
            }
            Ty::List(_) if (style, explode) == (WireStyle::Form, false) => None,
            Ty::List(_) => Some((style, explode)),
            // may be a list or an object
            Ty::Json if media_kind == MediaKind::Form => Some((style, explode)),
            ty if self.is_object(ty) && is_default_part => Some((WireStyle::Json, false)),
            ty if self.is_object(ty) && declared.is_present => Some((style, explode)),
            _ => None,
        }
    }
}

/// What a spec declares about the encoding of a member.
struct Declared<'a> {
    style: Option<&'a QueryStyle>,
    explode: Option<bool>,
    is_json: bool,
    /// The member has an `encoding`.
    is_present: bool,
}
