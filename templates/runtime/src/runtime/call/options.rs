//! The methods that every request builder has: options of the call, and undeclared parameters.

/// Adds the options of a call to a builder, whose field `0` is its request. Other fields are listed after the output. The
/// output of a blocking client follows a `;` if it is another type.
///
/// All methods are inlined: they are compiled only where they are used.
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! call_options {
    ($builder:ident $(<$type:ident>)? => $output:ty $(; $blocking:ty)? $(, $rest:tt)*) => {
        impl<$($type: Send + 'static,)? M> $builder<$($type,)? M> {
            /// Sets the timeout of an attempt, instead of the one of the client.
            #[inline]
            pub fn timeout(self, timeout: std::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout) $(, self.$rest)*)
            }

            /// Sets the timeout of the call as a whole: all attempts, and the delays between them. It takes
            /// precedence over the one of the client.
            #[inline]
            pub fn operation_timeout(self, timeout: std::time::Duration) -> Self {
                Self(self.0.with_operation_timeout(timeout) $(, self.$rest)*)
            }

            /// Sets when failed attempts are repeated, instead of the policy of the client.
            #[inline]
            pub fn retry(self, policy: $crate::runtime::retry::RetryPolicy) -> Self {
                Self(self.0.with_retry(policy) $(, self.$rest)*)
            }

            /// Sets a header, in addition to those of the client.
            #[inline]
            pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
                Self(self.0.with_header(name.as_ref(), value.as_ref()) $(, self.$rest)*)
            }

            /// Sets the version of the API that the response follows.
            #[inline]
            pub fn api_version(self, version: impl AsRef<str>) -> Self {
                Self(self.0.with_api_version(version.as_ref()) $(, self.$rest)*)
            }

            /// Sets the maximum size of a response body that is read into memory, in bytes.
            #[inline]
            pub fn max_body(self, bytes: u64) -> Self {
                Self(self.0.with_max_body(bytes) $(, self.$rest)*)
            }

            /// Makes values that cannot be read as their type an error, or not, instead of the setting of
            /// the client.
            #[inline]
            pub fn strict_decoding(self, strict: bool) -> Self {
                Self(self.0.with_strict_decoding(strict) $(, self.$rest)*)
            }
        }

        impl $(<$type: Send + 'static>)? $builder $(<$type>)? {
            /// Sends the request and returns the result with the status and the headers of the response.
            #[inline]
            pub fn send_with_response(
                self,
            ) -> $crate::runtime::call::CallFuture<$crate::runtime::call::Response<$output>> {
                self.send().with_response()
            }
        }

        impl $(<$type: Send + 'static>)? std::future::IntoFuture for $builder $(<$type>)? {
            type Output = Result<$output, $crate::runtime::error::Error>;
            type IntoFuture = $crate::runtime::call::CallFuture<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }

        $crate::runtime::call::blocking_call!($builder $(<$type>)? => $output $(; $blocking)? $(, $rest)*);
    };
}

/// Adds to a builder the methods that send the request of a blocking client.
#[cfg(feature = "blocking")]
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! blocking_call {
    ($builder:ident $(<$type:ident>)? => $output:ty $(, $rest:tt)*) => {
        $crate::runtime::call::blocking_call!($builder $(<$type>)? => $output; $output $(, $rest)*);
    };
    ($builder:ident $(<$type:ident>)? => $output:ty; $blocking:ty $(, $rest:tt)*) => {
        impl<$($type: Send + 'static)?> $builder<$($type,)? $crate::runtime::mode::Blocking> {
            /// Sends the request and returns the result. Blocks the thread.
            pub fn send(self) -> Result<$blocking, $crate::runtime::error::Error> {
                let builder = $builder::<$($type,)? $crate::runtime::mode::Async>(
                    self.0.into_mode() $(, self.$rest)*
                );
                $crate::runtime::call::complete(builder.send()).map(<$blocking as From<$output>>::from)
            }

            /// Sends the request and returns the result with the status and the headers of the response. Blocks the
            /// thread.
            #[inline]
            pub fn send_with_response(
                self,
            ) -> Result<$crate::runtime::call::Response<$blocking>, $crate::runtime::error::Error> {
                let builder = $builder::<$($type,)? $crate::runtime::mode::Async>(
                    self.0.into_mode() $(, self.$rest)*
                );
                let response = $crate::runtime::call::complete(builder.send_with_response());
                response.map(|response| response.map(<$blocking as From<$output>>::from))
            }
        }
    };
}

/// Adds nothing: there is no blocking client.
#[cfg(not(feature = "blocking"))]
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! blocking_call {
    ($($tokens:tt)*) => {};
}

/// Adds to the builder of an operation what all of them have.
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! request_builder {
    ($builder:ident => $output:ty $(; $blocking:ty)?) => {
        $crate::runtime::call::call_options!($builder => $output $(; $blocking)?);

        impl<M> $builder<M> {
            /// Sends the request even if it lacks a required member, violates a constraint or exceeds a limit.
            ///
            /// All are checked before sending, as the documentation of the service states them, which may be wrong.
            #[inline]
            pub fn skip_validation(self) -> Self {
                Self(self.0.without_validation())
            }

            /// Adds a query parameter that the operation does not declare.
            #[inline]
            pub fn extra_query(self, name: impl Into<String>, value: impl Into<String>) -> Self {
                Self(self.0.with_query(name.into(), value.into()))
            }

            /// Sets a member of the body that the operation does not declare.
            #[inline]
            pub fn extra_member(
                self,
                name: impl Into<String>,
                value: impl Into<$crate::runtime::wire::Json>,
            ) -> Self {
                Self(self.0.with_member(name.into(), value.into()))
            }
        }
    };
}

#[cfg(feature = "internals")]
pub use crate::{blocking_call, call_options, request_builder};
#[cfg(not(feature = "internals"))]
pub(crate) use {blocking_call, call_options, request_builder};
