//! The macros that emitted models go through.
//!
//! They are exported so that tests outside of the crate can use them; inside, write
//! `use crate::{ids, open_enum, open_union, record};`. What they expand to goes by paths, so that the
//! names of the API are free.

/// Makes a struct a [`Record`](crate::runtime::wire::Record) and
/// [`Readable`](crate::runtime::wire::Readable): a table of wire names and fields.
///
/// ```ignore
/// record!(Note { "Id" => id, "Text{n}" => text });
/// record!(sent Letter { "Text" => text });
/// ```
///
/// What stands only in requests is `sent`. It can be read all the same, but what that needs is in line:
/// compiled where it is used, if it is.
///
/// Every field is an `Option<T>`, `Vec<T>`, `Map<T>` or `Numbered<T>`; the struct derives `Default` and
/// has a field `extra: Extra` besides. The expansion is two lists of the fields, which costs the
/// compiler less than a `match` from names or positions.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    (sent $record:ident $fields:tt) => {
        $crate::record!(@ [inline] $record $fields);
    };
    ($record:ident $fields:tt) => {
        $crate::record!(@ [] $record $fields);
    };
    (@ [$($read:ident)?] $record:ident {
        $($name:literal => $field:ident),* $(,)?
    }) => {
        impl $crate::runtime::wire::Record for $record {
            #[inline]
            fn names(&self) -> &'static $crate::runtime::wire::Names {
                &$crate::runtime::wire::Names {
                    record: stringify!($record),
                    members: &[$($name),*],
                }
            }
            fn slots(&self) -> $crate::runtime::wire::Slots<'_> {
                $crate::runtime::wire::Slots::new([$(&self.$field),*], &self.extra)
            }
        }

        impl $crate::runtime::wire::Readable for $record {
            $(#[$read])?
            fn fill(
                &mut self,
                read: &mut $crate::runtime::wire::Fill<'_>,
            ) -> Result<(), $crate::runtime::wire::Fault> {
                let names = $crate::runtime::wire::Record::names(self);
                read(names, &mut [$(&mut self.$field),*], &mut self.extra)
            }
        }

        /// What it holds, by wire names; sensitive values are not shown.
        impl std::fmt::Debug for $record {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let names = $crate::runtime::wire::Record::names(self);
                $crate::runtime::wire::debug(names, $crate::runtime::wire::Record::slots(self), f)
            }
        }

        /// Two are equal when they say the same on the wire.
        impl PartialEq for $record {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::wire::same(self, other)
            }
        }

        #[cfg(feature = "serde")]
        impl $crate::runtime::wire::bridge::Serialize for $record {
            fn serialize<S: $crate::runtime::wire::bridge::Serializer>(
                &self,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::runtime::wire::bridge::serialize(self, to)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> $crate::runtime::wire::bridge::Deserialize<'de> for $record {
            fn deserialize<D: $crate::runtime::wire::bridge::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                $crate::runtime::wire::bridge::deserialize(from)
            }
        }
    };
}

/// Declares id types: one [`Id`](crate::runtime::wire::Id) for each kind of thing. Once in a module.
///
/// ```ignore
/// ids! { /// Identifies a note.
///        NoteId }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! ids {
    ($($(#[$meta:meta])* $id:ident)+) => {
        $($(#[$meta])* pub type $id = $crate::runtime::wire::Id<kinds::$id>;)+

        /// The kinds of things that have ids, to tell the types of ids apart.
        pub mod kinds {
            $(
                #[doc = concat!("What an [`", stringify!($id), "`](super::", stringify!($id), ") identifies.")]
                pub enum $id {}

                impl $crate::runtime::wire::IdKind for $id {
                    const NAME: &'static str = stringify!($id);
                }
            )+
        }
    };
}

/// Declares an enum of texts that keeps the ones it does not list.
///
/// All of it is in line: what is done with an enum is compiled where it is done, if it is.
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
        #[derive(Clone)]
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
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unlisted(other) => other.as_str(),
                }
            }

            /// Whether the value is a listed one.
            #[inline]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unlisted(_))
            }
        }

        impl From<&str> for $enum {
            #[inline]
            fn from(text: &str) -> Self {
                const VALUES: &[$enum] = &[$($enum::$variant),*];
                match VALUES.get($crate::runtime::wire::text::position(text, Self::KNOWN)) {
                    Some(value) => value.clone(),
                    None => Self::Unlisted($crate::runtime::wire::Unlisted::new(text)),
                }
            }
        }

        impl From<String> for $enum {
            #[inline]
            fn from(text: String) -> Self {
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

        /// The value as it stands on the wire.
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

        impl $crate::runtime::wire::Put for $enum {
            #[inline]
            fn view(&self) -> $crate::runtime::wire::View<'_> {
                $crate::runtime::wire::View::Text(self.as_str().into())
            }
        }

        impl $crate::runtime::wire::Element for $enum {
            #[inline]
            fn blank() -> Self {
                Self::Unlisted($crate::runtime::wire::Unlisted::blank())
            }
            #[inline]
            fn fill(
                &mut self,
                raw: $crate::runtime::wire::Raw<'_>,
                cx: &mut $crate::runtime::wire::Context,
            ) -> Result<bool, $crate::runtime::wire::Fault> {
                $crate::runtime::wire::text::read_word(self, raw, cx)
            }
        }

        impl $crate::runtime::wire::text::Word for $enum {
            #[inline]
            fn take(&mut self, word: &str) -> bool {
                *self = Self::from(word);
                self.is_known()
            }
        }

        #[cfg(feature = "serde")]
        impl $crate::runtime::wire::bridge::Serialize for $enum {
            fn serialize<S: $crate::runtime::wire::bridge::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> $crate::runtime::wire::bridge::Deserialize<'de> for $enum {
            fn deserialize<D: $crate::runtime::wire::bridge::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::wire::bridge::deserialize_text(from).map(Self::from)
            }
        }
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
            #[cfg(feature = "serde")]
            use $crate::runtime::wire::bridge;
            use $crate::runtime::wire::{self, union};

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

            #[cfg(feature = "serde")]
            impl bridge::Serialize for $union {
                fn serialize<S: bridge::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    bridge::serialize_put(self, to)
                }
            }

            #[cfg(feature = "serde")]
            impl<'de> bridge::Deserialize<'de> for $union {
                fn deserialize<D: bridge::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    bridge::deserialize_element(from)
                }
            }
        };
    };
}
