//! The macros that emitted models go through.
//!
//! They are exported so that tests outside of the crate can use them; inside, write
//! `use crate::{id, open_enum, open_union, record};`. What they expand to goes by paths, so that the
//! names of the API are free.

/// Makes a struct a [`Record`](crate::runtime::wire::Record): a table of wire names and fields.
///
/// ```ignore
/// record!(Note { "Id" => id, "Text{n}" => text });
/// ```
///
/// Every field is an `Option<T>`, `Vec<T>`, `Map<T>` or `Numbered<T>`; the struct derives `Default` and
/// has a field `extra: Extra` besides. The expansion is two `match`es from position to field; a
/// hidden enum counts the positions, which costs the compiler less than constants or recursion.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($record:ident { $($name:literal => $field:ident),* $(,)? }) => {
        const _: () = {
            use $crate::runtime::wire::{self, bridge};

            #[allow(non_camel_case_types, dead_code, reason = "named like the fields, maybe none")]
            enum __At { $($field),* }

            impl wire::Record for $record {
                fn names(&self) -> &'static wire::Names {
                    static NAMES: wire::Names = wire::Names::new(&[$($name),*]);
                    &NAMES
                }
                fn slot(&self, position: usize) -> Option<&dyn wire::Slot> {
                    match position {
                        $(at if at == __At::$field as usize => Some(&self.$field),)*
                        _ => None,
                    }
                }
                fn slot_mut(&mut self, position: usize) -> Option<&mut dyn wire::Slot> {
                    match position {
                        $(at if at == __At::$field as usize => Some(&mut self.$field),)*
                        _ => None,
                    }
                }
                fn extra(&self) -> &wire::Extra {
                    &self.extra
                }
                fn extra_mut(&mut self) -> &mut wire::Extra {
                    &mut self.extra
                }
            }

            impl bridge::Serialize for $record {
                fn serialize<S: bridge::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    bridge::serialize(self, to)
                }
            }

            impl<'de> bridge::Deserialize<'de> for $record {
                fn deserialize<D: bridge::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    bridge::deserialize(from)
                }
            }
        };
    };
}

/// Declares a newtype over text that identifies something.
///
/// ```ignore
/// id! { /// Identifies a note.
///       NoteId }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! id {
    ($($(#[$meta:meta])* $id:ident)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $id(Box<str>);

        impl $id {
            /// The id as it stands on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<u64> for $id {
            fn from(id: u64) -> Self {
                Self(id.to_string().into())
            }
        }

        impl From<&$id> for $id {
            fn from(id: &$id) -> Self {
                id.clone()
            }
        }

        impl From<&str> for $id {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        $crate::text_traits!($id);
    )+};
}

/// Declares an enum of texts that keeps the ones it does not list.
///
/// ```ignore
/// open_enum! {
///     /// Where a note stands.
///     NoteState {
///         /// Not yet read.
///         Pending = "PENDING",
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($($(#[$meta:meta])* $enum:ident {
        $($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)?
    })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $enum {
            $($(#[$doc])* $variant,)*
            /// A value that is not listed here. It may be listed one day: compare `as_str()`.
            Unlisted($crate::runtime::wire::Unlisted),
        }

        impl $enum {
            /// The listed values as they stand on the wire.
            pub const KNOWN: &'static [&'static str] = &[$($text),*];

            /// The value as it stands on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unlisted(other) => other.as_str(),
                }
            }

            /// Whether the value is a listed one.
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unlisted(_))
            }
        }

        impl From<&str> for $enum {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Unlisted($crate::runtime::wire::Unlisted::new(other)),
                }
            }
        }

        $crate::text_traits!($enum, |value: &Self| value.is_known());
    )+};
}

/// Declares an enum of records that are told apart by the text of a member, or by the members that only
/// one of them has. It keeps the records that it does not list.
///
/// ```ignore
/// open_union! {
///     /// What somebody gets.
///     Reward by "Kind" {
///         /// An amount.
///         Fixed(FixedReward) = "FIXED",
///         /// A part of the price.
///         Share(ShareReward) = "SHARE" | "PERCENT",
///     }
/// }
/// open_union! {
///     /// What a note is about.
///     Subject by shape {
///         /// A program.
///         Program(Program) = "ProgramId",
///     }
/// }
/// ```
///
/// Records are boxed, so that large ones do not make small ones large and each may hold the union again.
#[doc(hidden)]
#[macro_export]
macro_rules! open_union {
    (@tell shape) => { $crate::runtime::wire::union::Tell::Shape };
    (@tell $member:literal) => { $crate::runtime::wire::union::Tell::Member($member) };
    ($(#[$meta:meta])* $union:ident by $tell:tt {
        $($(#[$doc:meta])* $variant:ident($record:ident) = $($word:literal)|+),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $union {
            $($(#[$doc])* $variant(Box<$record>),)*
            /// A record that is not listed here, as it came. It may be listed one day.
            Unlisted($crate::runtime::wire::Json),
        }

        impl $union {
            /// Whether the record is a listed one.
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unlisted(_))
            }
        }

        $(impl From<$record> for $union {
            fn from(record: $record) -> Self {
                Self::$variant(Box::new(record))
            }
        })*

        const _: () = {
            use $crate::runtime;
            use $crate::runtime::wire::{self, bridge, union};

            const TELL: union::Tell = $crate::open_union!(@tell $tell);
            const WORDS: &[&[&str]] = &[$(&[$($word),+]),*];

            enum __At { $($variant),* }

            impl std::fmt::Debug for $union {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    match self {
                        $(Self::$variant(record) => {
                            f.debug_tuple(stringify!($variant)).field(record).finish()
                        })*
                        Self::Unlisted(json) => union::debug_unlisted(json, f),
                    }
                }
            }

            impl wire::Put for $union {
                fn view(&self) -> wire::View<'_> {
                    match self {
                        $(Self::$variant(record) => {
                            wire::View::Variant(wire::Variant::new(&**record, TELL, &[$($word),+]))
                        })*
                        Self::Unlisted(json) => wire::View::Json(json),
                    }
                }
            }

            impl wire::Element for $union {
                fn blank() -> Self {
                    Self::Unlisted(wire::Json::null())
                }
                fn fill(
                    &mut self,
                    raw: wire::Raw<'_>,
                    cx: &mut wire::Context,
                ) -> Result<bool, wire::Fault> {
                    match union::find(raw, TELL, WORDS, cx)? {
                        None => Ok(false),
                        $(Some(union::Found::Known(at)) if at == __At::$variant as usize => {
                            let mut record = Box::<$record>::default();
                            let filled = wire::Element::fill(&mut record, raw, cx)?;
                            *self = Self::$variant(record);
                            Ok(filled)
                        })*
                        Some(_) => {
                            let mut json = wire::Json::null();
                            let filled = wire::Element::fill(&mut json, raw, cx)?;
                            *self = Self::Unlisted(json);
                            Ok(filled)
                        }
                    }
                }
            }

            impl runtime::Answer for $union {
                fn answer(reply: runtime::Reply) -> Result<Self, runtime::Error> {
                    runtime::read_element(&reply)
                }
            }

            impl bridge::Serialize for $union {
                fn serialize<S: bridge::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    bridge::serialize_put(self, to)
                }
            }

            impl<'de> bridge::Deserialize<'de> for $union {
                fn deserialize<D: bridge::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    bridge::deserialize_element(from)
                }
            }
        };
    };
}

/// What ids and enums have in common; needs `as_str()` and `From<&str>`.
#[doc(hidden)]
#[macro_export]
macro_rules! text_traits {
    ($type:ident $(, $known:expr)?) => {
        const _: () = {
            use $crate::runtime::wire::{self, bridge, text};

            impl From<String> for $type {
                fn from(text: String) -> Self {
                    Self::from(text.as_str())
                }
            }

            impl AsRef<str> for $type {
                fn as_ref(&self) -> &str {
                    self.as_str()
                }
            }

            impl std::fmt::Display for $type {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.pad(self.as_str())
                }
            }

            impl wire::Put for $type {
                fn view(&self) -> wire::View<'_> {
                    wire::View::Text(self.as_str().into())
                }
            }

            impl wire::Element for $type {
                fn blank() -> Self {
                    Self::from("")
                }
                fn fill(
                    &mut self,
                    raw: wire::Raw<'_>,
                    cx: &mut wire::Context,
                ) -> Result<bool, wire::Fault> {
                    let filled = text::fill(self, raw, cx, |text| Self::from(text))?;
                    $(if filled && !($known)(self) {
                        cx.unknown_value();
                    })?
                    Ok(filled)
                }
            }

            impl bridge::Serialize for $type {
                fn serialize<S: bridge::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    to.serialize_str(self.as_str())
                }
            }

            impl<'de> bridge::Deserialize<'de> for $type {
                fn deserialize<D: bridge::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    bridge::deserialize_text(from).map(Self::from)
                }
            }
        };
    };
}
