//! The methods that every request builder has: options of the call, and undeclared parameters.

/// Adds the options of a call to a builder, whose field `0` is its request.
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! call_options {
    ($builder:ident $(<$($type:ident),+>)? => $output:ty) => {
        impl $(<$($type: Send + 'static),+>)? $builder $(<$($type),+>)? {
            /// Sets the timeout of an attempt, instead of the one of the client.
            pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
                self.0.set_timeout(timeout);
                self
            }

            /// Sets a header, in addition to those of the client.
            pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
                self.0.set_header(name.as_ref(), value.as_ref());
                self
            }

            /// Sets the version of the API that the response follows.
            pub fn api_version(mut self, version: impl AsRef<str>) -> Self {
                self.0.set_api_version(version.as_ref());
                self
            }

            /// Sets the maximum size of a response body that is read into memory, in bytes.
            pub fn max_body(mut self, bytes: u64) -> Self {
                self.0.set_max_body(bytes);
                self
            }

            /// Makes values that cannot be read as their type an error, or not, instead of the setting of
            /// the client.
            pub fn strict_decoding(mut self, strict: bool) -> Self {
                self.0.set_strict_decoding(strict);
                self
            }

            /// Sends the request and returns the result with the status and the headers of the response.
            pub fn send_with_response(
                self,
            ) -> $crate::runtime::call::CallFuture<$crate::runtime::call::Response<$output>> {
                self.send().with_response()
            }
        }

        impl $(<$($type: Send + 'static),+>)? std::future::IntoFuture for $builder $(<$($type),+>)? {
            type Output = Result<$output, $crate::runtime::error::Error>;
            type IntoFuture = $crate::runtime::call::CallFuture<$output>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// Adds to the builder of an operation what all of them have.
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! request_builder {
    ($builder:ident => $output:ty) => {
        $crate::runtime::call::call_options!($builder => $output);

        impl $builder {
            /// Sends the request even if it lacks a required member or violates a constraint.
            ///
            /// Both are checked before sending, as the documentation of the service states them, which may be wrong.
            pub fn skip_validation(mut self) -> Self {
                self.0.set_skip_validation();
                self
            }

            /// Adds a query parameter that the operation does not declare.
            pub fn extra_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.0.add_query(name.into(), value.into());
                self
            }

            /// Sets a member of the body that the operation does not declare.
            pub fn extra_member(
                mut self,
                name: impl Into<String>,
                value: impl Into<$crate::runtime::wire::Json>,
            ) -> Self {
                self.0.add_member(name.into(), value.into());
                self
            }
        }
    };
}

#[cfg(feature = "internals")]
pub use crate::{call_options, request_builder};
#[cfg(not(feature = "internals"))]
pub(crate) use {call_options, request_builder};
