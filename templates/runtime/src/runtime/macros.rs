//! The macros that emitted models are declared with.
//!
//! They expand to paths only, so that the names of the API cannot collide with those of the runtime.

mod unions;

/// Implements encoding, decoding, `Debug`, `PartialEq` and serde for a struct: a table of wire names and fields.
///
/// ```ignore
/// record!(Note { "Id" => id required, "Text{n}" => text });
/// record!(sent Letter { "To" => to required, "Parent" => parent required optional, "Text" => text });
/// ```
///
/// A field is an `Option<T>`, `Vec<T>`, `Map<T>` or `Numbered<T>`. The struct also has a field `extra: Extra`.
/// Members that a request requires are marked `required`; they are checked before the struct is sent.
///
/// A struct that is only sent is marked `sent`. It need not implement `Default`, and its required fields are values
/// of the type `T`, `Vec<T>` or `Map<T>`. Those that are an `Option<T>` or a `Numbered<T>` all the same, because the
/// type is recursive for example, are marked `required optional`.
///
/// Members that a request requires but that may be `null` are listed after the fields: `} nullable ["Text"]`. They are
/// sent as `null` if they are absent. The ranges of numbers in names follow: `numbered ["Text{n}" 1 to 50]`, and then
/// the limits of values, by the variants of `Limit`: `limits ["Text{n}" MaxLength(64)]`.
///
/// The expansion is two lists of the fields, which costs less compile time than a `match` on names or positions.
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! record {
    (sent $record:ident {
        $($name:literal => $field:ident $($required:ident $($optional:ident)?)?),* $(,)?
    } $($table:tt)*) => {
        $crate::runtime::macros::record!(
            @impl $record { $($name => $field),* } [$($($required $name)?)*] $($table)*
        );

        impl $crate::runtime::codec::DecodeStruct for $record {
            #[inline]
            fn empty() -> Self {
                Self {
                    $($field: $crate::runtime::macros::record!(@empty $($required $($optional)?)?),)*
                    extra: Default::default(),
                }
            }

            #[inline]
            fn visit_fields(
                &mut self,
                visitor: &mut $crate::runtime::codec::FieldVisitor<'_>,
            ) -> Result<(), $crate::runtime::json::DecodeError> {
                let meta = $crate::runtime::codec::EncodeStruct::meta(self);
                visitor(
                    meta,
                    &mut [$($crate::runtime::macros::record!(
                        @field self $field $($required $($optional)?)?
                    )),*],
                    &mut self.extra,
                )
            }
        }
    };
    ($record:ident {
        $($name:literal => $field:ident $($required:ident)?),* $(,)?
    } $($table:tt)*) => {
        $crate::runtime::macros::record!(
            @impl $record { $($name => $field),* } [$($($required $name)?)*] $($table)*
        );

        impl $crate::runtime::codec::DecodeStruct for $record {
            #[inline]
            fn empty() -> Self {
                Default::default()
            }

            fn visit_fields(
                &mut self,
                visitor: &mut $crate::runtime::codec::FieldVisitor<'_>,
            ) -> Result<(), $crate::runtime::json::DecodeError> {
                let meta = $crate::runtime::codec::EncodeStruct::meta(self);
                visitor(meta, &mut [$(&mut self.$field),*], &mut self.extra)
            }
        }
    };
    (@empty) => { Default::default() };
    (@empty required optional) => { Default::default() };
    (@empty required) => { $crate::runtime::codec::Decode::empty() };
    (@field $self:ident $field:ident) => { &mut $self.$field };
    (@field $self:ident $field:ident required optional) => { &mut $self.$field };
    (@field $self:ident $field:ident required) => {
        &mut $crate::runtime::codec::Required::new(&mut $self.$field)
    };
    (@impl
        $record:ident { $($name:literal => $field:ident),* }
        [$(required $required:literal)*]
        $(nullable [$($nullable:literal),+])?
        $(numbered [$($pattern:literal $lowest:literal to $highest:literal),+ $(,)?])?
        $(limits [$($limited:literal $limit:ident $bound:tt),+ $(,)?])?
    ) => {
        impl $crate::runtime::codec::EncodeStruct for $record {
            #[inline]
            fn meta(&self) -> &'static $crate::runtime::codec::StructMeta {
                const {
                    &$crate::runtime::codec::StructMeta::new(
                        stringify!($record),
                        &[$($name),*],
                        &[$($required),*],
                        &[$($($nullable),+)?],
                        &[$($(($pattern, $lowest, $highest)),+)?],
                        &[$($(($limited, $crate::runtime::api::Limit::$limit $bound)),+)?],
                    )
                }
            }

            fn fields(&self) -> $crate::runtime::codec::Fields<'_> {
                $crate::runtime::codec::Fields::new([$(&self.$field),*], &self.extra)
            }
        }

        /// Shows the fields that are not empty, by wire names; sensitive values are redacted.
        impl std::fmt::Debug for $record {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let meta = $crate::runtime::codec::EncodeStruct::meta(self);
                let fields = $crate::runtime::codec::EncodeStruct::fields(self);
                $crate::runtime::codec::debug_struct(meta, fields, f)
            }
        }

        /// Compares all fields, including `extra`.
        impl PartialEq for $record {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::codec::structs_equal(self, other)
            }
        }

        #[cfg(feature = "serde")]
        impl $crate::runtime::codec::serde_bridge::Serialize for $record {
            fn serialize<S: $crate::runtime::codec::serde_bridge::Serializer>(
                &self,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::runtime::codec::serde_bridge::serialize(self, to)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> $crate::runtime::codec::serde_bridge::Deserialize<'de> for $record {
            fn deserialize<D: $crate::runtime::codec::serde_bridge::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                $crate::runtime::codec::serde_bridge::deserialize(from)
            }
        }
    };
}

/// Declares id types: one [`Id`](crate::runtime::wire::Id) for each kind of object. Used once in a module.
///
/// ```ignore
/// ids! { /// Identifies a note.
///        NoteId }
/// ```
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! ids {
    ($($(#[$meta:meta])* $id:ident)+) => {
        $($(#[$meta])* pub type $id = $crate::runtime::wire::Id<kinds::$id>;)+

        /// The kinds of objects that have ids, to distinguish the id types.
        mod kinds {
            $(
                #[doc = concat!("The kind of object that a [`", stringify!($id), "`](super::", stringify!($id), ") identifies.")]
                pub enum $id {}

                impl $crate::runtime::wire::sealed::IdKind for $id {}

                impl $crate::runtime::wire::IdKind for $id {
                    const NAME: &'static str = stringify!($id);
                }
            )+
        }
    };
}

/// Implements an enum of strings that keeps unknown values. The enum itself is declared with a variant
/// `Unknown(UnknownValue)`.
///
/// ```ignore
/// open_enum!(NoteState { Pending = "PENDING" });
/// ```
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! open_enum {
    ($enum:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $enum {
            /// The known values, as they are on the wire.
            pub const KNOWN: &'static [&'static str] = &[$($text),*];

            /// Returns the value as it is on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(other) => other.as_str(),
                }
            }

            /// Returns `true` unless the value is unknown.
            #[inline]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }
        }

        impl From<&str> for $enum {
            #[inline]
            fn from(text: &str) -> Self {
                const VALUES: &[$enum] = &[$($enum::$variant),*];
                match VALUES.get($crate::runtime::codec::strings::position(text, Self::KNOWN)) {
                    Some(value) => value.clone(),
                    None => Self::Unknown($crate::runtime::codec::strings::unknown(text)),
                }
            }
        }

        impl From<String> for $enum {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl From<&String> for $enum {
            #[inline]
            fn from(text: &String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl PartialEq for $enum {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $enum {}

        impl std::hash::Hash for $enum {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        /// Shows the value as it is on the wire.
        impl std::fmt::Debug for $enum {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($enum)).field(&self.as_str()).finish()
            }
        }

        impl std::fmt::Display for $enum {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::runtime::codec::Encode for $enum {
            #[inline]
            fn as_value(&self) -> $crate::runtime::codec::ValueRef<'_> {
                $crate::runtime::codec::ValueRef::Text(self.as_str().into())
            }
        }

        impl $crate::runtime::codec::Decode for $enum {
            #[inline]
            fn empty() -> Self {
                Self::Unknown($crate::runtime::codec::strings::unknown(""))
            }

            #[inline]
            fn decode_from(
                &mut self,
                reader: &mut $crate::runtime::json::Reader<'_>,
                cx: &mut $crate::runtime::codec::Context,
            ) -> Result<bool, $crate::runtime::json::DecodeError> {
                $crate::runtime::codec::strings::decode_enum(self, reader, cx)
            }
        }

        impl $crate::runtime::codec::strings::OpenEnum for $enum {
            #[inline]
            fn set(&mut self, text: &str) -> bool {
                *self = Self::from(text);
                self.is_known()
            }
        }

        #[cfg(feature = "serde")]
        impl $crate::runtime::codec::serde_bridge::Serialize for $enum {
            fn serialize<S: $crate::runtime::codec::serde_bridge::Serializer>(
                &self,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> $crate::runtime::codec::serde_bridge::Deserialize<'de> for $enum {
            fn deserialize<D: $crate::runtime::codec::serde_bridge::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                $crate::runtime::codec::serde_bridge::deserialize_string(from).map(Self::from)
            }
        }
    };
}

#[cfg(feature = "internals")]
pub use crate::{ids, open_enum, record};
#[cfg(feature = "internals")]
pub use unions::open_union;
#[cfg(not(feature = "internals"))]
pub(crate) use unions::open_union;
#[cfg(not(feature = "internals"))]
pub(crate) use {ids, open_enum, record};
