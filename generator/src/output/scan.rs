//! Contents of the output folder.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Returns all files below `folder` with their contents, except hidden files and build output.
pub(super) fn scan(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    if folder.exists() {
        collect(folder, "", &mut found)?;
    }
    Ok(found)
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if name.starts_with('.') || (kind.is_dir() && path == "target") {
            continue;
        }
        if kind.is_dir() {
            collect(&entry.path(), &format!("{path}/"), found)?;
        } else if kind.is_file() {
            found.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}
