//! The macro that unions are declared with.

/// Implements an enum of boxed structs that are distinguished by the value of a member, or by the members that only
/// one of them has, and of values whose JSON is of other kinds. The enum itself is declared with a variant
/// `Unknown(Json)`.
///
/// ```ignore
/// open_union!(Reward by "Kind" {
///     Fixed(FixedReward) = "FIXED",
///     Share(ShareReward) = "SHARE" | "PERCENT",
/// });
/// open_union!(Effect by "Type" {
///     Even(EvenEffect) = "BLUR",
///     Rising(RisingEffect) = "BLUR" with "Start" | "End",
/// });
/// open_union!(Subject by shape { Program(Program) = "ProgramId" });
/// open_union!(Filter by object { Rule(Rule) } or {
///     String(String) = string from str,
///     List(Vec<String>) = list of String,
/// });
/// open_union!(Limit by kind { Integer(i64) = number, Boolean(bool) = boolean });
/// ```
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! open_union {
    (@discriminator shape) => { $crate::runtime::codec::union::Discriminator::Shape };
    (@discriminator object) => { $crate::runtime::codec::union::Discriminator::Object };
    (@discriminator $member:literal) => {
        $crate::runtime::codec::union::Discriminator::Member($member)
    };
    (@kind boolean) => { $crate::runtime::json::JsonKind::Bool };
    (@kind number) => { $crate::runtime::json::JsonKind::Number };
    (@kind string) => { $crate::runtime::json::JsonKind::String };
    (@kind list) => { $crate::runtime::json::JsonKind::List };
    (@kind map) => { $crate::runtime::json::JsonKind::Object };
    ($union:ident by kind { $($others:tt)* }) => {
        $crate::runtime::macros::open_union!($union by object {} or { $($others)* });
    };
    ($union:ident by $discriminator:tt {
        $($variant:ident($record:ident) $(= $($tag:literal)|+)? $(with $($member:literal)|+)?),* $(,)?
    } $(or {
        $($other:ident($value:ty) = $kind:ident $(from $text:ident)? $(of $item:ty)?),* $(,)?
    })?) => {
        impl $union {
            /// Returns `true` unless the variant is unknown.
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }
        }

        $(impl From<$record> for $union {
            fn from(value: $record) -> Self {
                Self::$variant(Box::new(value))
            }
        })*

        $($(
            impl From<$value> for $union {
                fn from(value: $value) -> Self {
                    Self::$other(value)
                }
            }

            $(impl From<&$text> for $union {
                fn from(value: &$text) -> Self {
                    Self::$other(value.into())
                }
            })?

            $(impl<__Item: Into<$item>> std::iter::FromIterator<__Item> for $union {
                fn from_iter<__Items: IntoIterator<Item = __Item>>(items: __Items) -> Self {
                    Self::$other(items.into_iter().map(Into::into).collect())
                }
            }

            impl<__Item: Into<$item>, const __COUNT: usize> From<[__Item; __COUNT]> for $union {
                fn from(items: [__Item; __COUNT]) -> Self {
                    items.into_iter().collect()
                }
            })?
        )*)?

        const _: () = {
            // the names begin with underscores, so that they do not hide a record
            use $crate::runtime::codec::{self as __codec, union as __union};
            #[cfg(feature = "serde")]
            use $crate::runtime::codec::serde_bridge as __serde;
            use $crate::runtime::json as __json;
            use $crate::runtime::wire as __wire;

            const META: __union::UnionMeta = __union::UnionMeta {
                discriminator: $crate::runtime::macros::open_union!(@discriminator $discriminator),
                tags: &[$(&[$($($tag),+)?]),*],
                members: &[$(&[$($($member),+)?]),*],
                kinds: &[$($($crate::runtime::macros::open_union!(@kind $kind)),*)?],
            };

            enum __Index { $($variant,)* $($($other,)*)? }

            impl std::fmt::Debug for $union {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    match self {
                        $(Self::$variant(value) => {
                            f.debug_tuple(stringify!($variant)).field(value).finish()
                        })*
                        $($(Self::$other(value) => {
                            f.debug_tuple(stringify!($other)).field(value).finish()
                        })*)?
                        Self::Unknown(json) => __union::debug_unknown(json, f),
                    }
                }
            }

            impl __codec::Encode for $union {
                fn as_value(&self) -> __codec::ValueRef<'_> {
                    match self {
                        $(Self::$variant(value) => {
                            __codec::ValueRef::Variant(__codec::VariantRef::new(
                                &**value,
                                META.discriminator,
                                &[$($($tag),+)?],
                            ))
                        })*
                        $($(Self::$other(value) => __codec::Encode::as_value(value),)*)?
                        Self::Unknown(json) => __codec::ValueRef::Json(json),
                    }
                }

                fn is_sent_empty(&self) -> bool {
                    true
                }
            }

            impl __codec::Decode for $union {
                fn empty() -> Self {
                    Self::Unknown(__wire::Json::null())
                }

                fn decode_from(
                    &mut self,
                    reader: &mut __json::Reader<'_>,
                    cx: &mut __codec::Context,
                ) -> Result<bool, __json::DecodeError> {
                    match __union::find(reader, &META, cx)? {
                        None => Ok(false),
                        $(Some(__union::FoundVariant::Known(at)) if at == __Index::$variant as usize => {
                            let mut value: Box<$record> = __codec::Decode::empty();
                            let filled = __codec::Decode::decode_from(&mut value, reader, cx)?;
                            *self = Self::$variant(value);
                            Ok(filled)
                        })*
                        $($(Some(__union::FoundVariant::Known(at)) if at == __Index::$other as usize => {
                            let mut value: $value = __codec::Decode::empty();
                            let filled = __codec::Decode::decode_from(&mut value, reader, cx)?;
                            *self = Self::$other(value);
                            Ok(filled)
                        })*)?
                        Some(_) => {
                            let mut json = __wire::Json::null();
                            let filled = __codec::Decode::decode_from(&mut json, reader, cx)?;
                            *self = Self::Unknown(json);
                            Ok(filled)
                        }
                    }
                }

                fn expected(&self) -> &'static str {
                    __union::expected(&META)
                }

                fn declares(&self, name: &str) -> Option<bool> {
                    __union::declares(&META, name)
                }
            }

            impl $crate::runtime::call::FromResponse for $union {
                fn from_response(
                    response: $crate::runtime::call::RawResponse,
                ) -> Result<Self, $crate::runtime::error::Error> {
                    $crate::runtime::call::decode_document(&response)
                }
            }

            #[cfg(feature = "serde")]
            impl __serde::Serialize for $union {
                fn serialize<S: __serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    __serde::serialize_value(self, to)
                }
            }

            #[cfg(feature = "serde")]
            impl<'de> __serde::Deserialize<'de> for $union {
                fn deserialize<D: __serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    __serde::deserialize_value(from)
                }
            }
        };
    };
}

#[cfg(feature = "internals")]
pub use crate::open_union;
#[cfg(not(feature = "internals"))]
pub(crate) use open_union;
