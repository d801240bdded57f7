//! Responses whose type depends on the status.

/// Decodes a response into a variant of an enum, by its status. A response with another status is the variant `Other`.
///
/// ```ignore
/// by_status!(StoreNoteByStatus { Ok(Note) = 200, Created(document String) = 201, NoContent = 204 });
/// ```
///
/// A `document` is a string, a number, a boolean or an enum. A range of statuses is written `200 to 299`.
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! by_status {
    ($name:ident { $($variant:ident $(($($payload:tt)+))? = $first:literal $(to $last:literal)?),* $(,)? }) => {
        impl $crate::runtime::call::FromResponse for $name {
            fn from_response(
                response: $crate::runtime::call::RawResponse,
            ) -> Result<Self, $crate::runtime::error::Error> {
                match response.status().as_u16() {
                    $($first $(..=$last)? => $crate::runtime::call::by_status!(
                        @read response $name $variant $($($payload)+)?
                    ),)*
                    _ => $crate::runtime::call::FromResponse::from_response(response)
                        .map($name::Other),
                }
            }
        }
    };
    (@read $response:ident $name:ident $variant:ident) => {
        $crate::runtime::call::FromResponse::from_response($response).map(|()| $name::$variant)
    };
    (@read $response:ident $name:ident $variant:ident document $type:ty) => {
        $crate::runtime::call::decode_document::<$type>(&$response).map($name::$variant)
    };
    (@read $response:ident $name:ident $variant:ident $type:ty) => {
        <$type as $crate::runtime::call::FromResponse>::from_response($response)
            .map($name::$variant)
    };
}

#[cfg(feature = "internals")]
pub use crate::by_status;
#[cfg(not(feature = "internals"))]
#[allow(unused_imports, reason = "responses are emitted")]
pub(crate) use by_status;
