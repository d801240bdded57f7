//! Writes the parts of the tests that are lists of files: fixtures, and programs of the documentation.

mod fixtures;
mod programs;

use std::path::Path;
use std::{env, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build");
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fixtures::write(Path::new(&out))?;
    programs::write(Path::new(&out))
}
