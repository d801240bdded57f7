//! The macros that emitted models go through.
//!
//! They are exported so that tests outside of the crate can use them; inside, write
//! `use crate::{id, open_enum, record};`.

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
            use $crate::runtime::wire::{Extra, Names, Record, Slot, bridge};

            #[allow(non_camel_case_types, dead_code, reason = "named like the fields, maybe none")]
            enum At { $($field),* }

            impl Record for $record {
                fn names(&self) -> &'static Names {
                    static NAMES: Names = Names::new(&[$($name),*]);
                    &NAMES
                }
                fn slot(&self, position: usize) -> Option<&dyn Slot> {
                    match position {
                        $(at if at == At::$field as usize => Some(&self.$field),)*
                        _ => None,
                    }
                }
                fn slot_mut(&mut self, position: usize) -> Option<&mut dyn Slot> {
                    match position {
                        $(at if at == At::$field as usize => Some(&mut self.$field),)*
                        _ => None,
                    }
                }
                fn extra(&self) -> &Extra {
                    &self.extra
                }
                fn extra_mut(&mut self) -> &mut Extra {
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

/// What ids and enums have in common; needs `as_str()` and `From<&str>`.
#[doc(hidden)]
#[macro_export]
macro_rules! text_traits {
    ($type:ident $(, $known:expr)?) => {
        const _: () = {
            use $crate::runtime::wire::{Context, Element, Fault, Put, Raw, View, bridge, text};

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

            impl Put for $type {
                fn view(&self) -> View<'_> {
                    View::Text(self.as_str().into())
                }
            }

            impl Element for $type {
                fn blank() -> Self {
                    Self::from("")
                }
                fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
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
