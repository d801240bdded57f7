//! Decoding of bodies with a `Content-Encoding`.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use zlib_rs::{Inflate, InflateFlush, Status};

use super::transport::{Incoming, TransportError};

/// The maximum number of bytes that one byte is expanded to, on average.
const MAX_RATIO: u64 = 250;

/// The number of bytes from which the ratio is limited.
const MAX_FREE: u64 = 1024 * 1024;

/// The maximum size of a streamed body after decoding.
const MAX_SIZE: u64 = 16 * 1024 * 1024 * 1024;

/// The maximum number of bytes that are decoded at once.
const CHUNK_SIZE: usize = 64 * 1024;

/// Window bits of zlib for a header of gzip or of zlib.
const GZIP_OR_ZLIB: u8 = 32 + 15;

/// Window bits of zlib for data without a header.
const RAW: u8 = 15;

/// The first byte of a member of gzip.
const GZIP_MAGIC: u8 = 0x1f;

/// Returns a body that is decoded while it is read, according to the headers of its response.
pub(crate) fn decoded(headers: &HeaderMap, body: Incoming) -> Result<Incoming, TransportError> {
    Ok(match content_coding(headers)? {
        None => body,
        Some(coding) => Incoming::stream(Decoded {
            body,
            input: Bytes::new(),
            decoder: Decoder::new(coding, MAX_SIZE),
            done: false,
        }),
    })
}

/// Decodes a whole body, which is at most `limit` bytes long after that.
pub(crate) fn decode(
    headers: &HeaderMap,
    body: Bytes,
    limit: u64,
) -> Result<Bytes, TransportError> {
    if body.is_empty() {
        return Ok(body);
    }
    let Some(coding) = content_coding(headers)? else { return Ok(body) };
    let mut decoder = Decoder::new(coding, limit);
    let (mut input, mut all) = (body, BytesMut::new());
    while decoder.is_ready(&input) {
        all.extend_from_slice(&decoder.decode(&mut input)?);
    }
    decoder.finish()?;
    Ok(all.freeze())
}

/// An encoding that can be decoded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    Gzip,
    /// zlib, or deflate data without a header.
    Deflate,
}

/// Returns the encoding of a body. One that cannot be decoded is an error.
fn content_coding(headers: &HeaderMap) -> Result<Option<Coding>, TransportError> {
    let mut coding = None;
    for value in headers.get_all(CONTENT_ENCODING) {
        let text = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
        for name in text.split(',').map(str::trim) {
            match name {
                "" | "identity" => {}
                "gzip" | "x-gzip" if coding.is_none() => coding = Some(Coding::Gzip),
                "deflate" if coding.is_none() => coding = Some(Coding::Deflate),
                _ => {
                    let reason = format!("the content encoding `{text}` is not supported");
                    return Err(TransportError::encoding(reason));
                }
            }
        }
    }
    Ok(coding)
}

/// A decoder of gzip, zlib and raw deflate data, whose output is bounded.
struct Decoder {
    coding: Coding,
    inflate: Inflate,
    /// The data of the current member are not complete.
    in_member: bool,
    /// The rest of the input is not part of the data.
    is_complete: bool,
    /// The last call filled its buffer, so that there may be more output.
    is_full: bool,
    read: u64,
    written: u64,
    limit: u64,
}

impl Decoder {
    fn new(coding: Coding, limit: u64) -> Self {
        Self {
            coding,
            inflate: Inflate::new(true, GZIP_OR_ZLIB),
            in_member: true,
            is_complete: false,
            is_full: false,
            read: 0,
            written: 0,
            limit,
        }
    }

    /// Returns `true` if there is anything to decode.
    fn is_ready(&self, input: &Bytes) -> bool {
        self.is_full || !input.is_empty()
    }

    /// Decodes a part of the input, and removes it from there.
    fn decode(&mut self, input: &mut Bytes) -> Result<Bytes, TransportError> {
        if self.read == 0 && self.coding == Coding::Deflate && !is_header(input.first()) {
            // `deflate` is zlib, but some servers leave its header out
            self.inflate = Inflate::new(false, RAW);
        }
        if !self.in_member {
            // padding may follow the last member
            self.is_complete |= input.first() != Some(&GZIP_MAGIC);
            if self.is_complete {
                input.clear();
                return Ok(Bytes::new());
            }
            self.inflate = Inflate::new(true, GZIP_OR_ZLIB);
            self.in_member = true;
        }
        let mut output = vec![0; CHUNK_SIZE];
        let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self
            .inflate
            .decompress(input, &mut output, InflateFlush::NoFlush)
            .map_err(|_| TransportError::encoding("the compressed body is invalid"))?;
        let read = self.inflate.total_in() - read;
        let written = self.inflate.total_out() - written;
        input.advance(usize::try_from(read).unwrap_or(usize::MAX).min(input.len()));
        output.truncate(usize::try_from(written).unwrap_or(usize::MAX));
        self.in_member = status != Status::StreamEnd;
        self.is_full = self.in_member && output.len() == CHUNK_SIZE;
        if read == 0 && written == 0 && self.in_member && !input.is_empty() {
            return Err(TransportError::encoding("the compressed body is invalid"));
        }
        self.count(read, written)?;
        Ok(output.into())
    }

    fn count(&mut self, read: u64, written: u64) -> Result<(), TransportError> {
        self.read += read;
        self.written += written;
        if self.written > self.limit {
            let reason = format!("the response is longer than {} bytes", self.limit);
            return Err(TransportError::encoding(reason));
        }
        if self.written > MAX_FREE && self.written / MAX_RATIO > self.read {
            let reason = format!("the response is compressed by more than {MAX_RATIO} to 1");
            return Err(TransportError::encoding(reason));
        }
        Ok(())
    }

    /// Checks that the last member is complete.
    fn finish(&self) -> Result<(), TransportError> {
        match self.in_member {
            true => Err(TransportError::other("the compressed response ended early")),
            false => Ok(()),
        }
    }
}

/// Returns `true` for the first byte of a header of gzip or of zlib. Data without a header begin with another one, unless
/// an encoder sets bits that have no meaning.
fn is_header(first: Option<&u8>) -> bool {
    first.is_none_or(|first| *first == GZIP_MAGIC || first & 0x0f == 8)
}

/// A body that is decoded while it is read.
struct Decoded {
    body: Incoming,
    /// The bytes that are not decoded yet.
    input: Bytes,
    decoder: Decoder,
    done: bool,
}

impl Stream for Decoded {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while !this.done {
            if this.decoder.is_ready(&this.input) {
                match this.decoder.decode(&mut this.input) {
                    Ok(chunk) if chunk.is_empty() => continue,
                    Ok(chunk) => return Poll::Ready(Some(Ok(chunk))),
                    Err(error) => {
                        this.done = true;
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
            match ready!(Pin::new(&mut this.body).poll_next(context)) {
                Some(Ok(chunk)) => this.input = chunk,
                Some(Err(error)) => {
                    this.done = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    this.done = true;
                    // a body without any bytes is empty, not truncated
                    if this.decoder.read > 0
                        && let Err(error) = this.decoder.finish()
                    {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        }
        Poll::Ready(None)
    }
}
