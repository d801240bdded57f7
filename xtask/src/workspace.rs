//! The workspace above the output folder.

use std::path::Path;

/// Returns `true` if the nearest workspace above a folder does not have the folder as a member. Cargo refuses to build
/// a package there unless it is the root of a workspace of its own.
pub fn is_foreign_to(folder: &Path) -> bool {
    let Ok(folder) = std::path::absolute(folder) else { return false };
    for root in folder.ancestors().skip(1) {
        let Ok(manifest) = std::fs::read_to_string(root.join("Cargo.toml")) else { continue };
        if manifest.lines().any(|line| line.trim() == "[workspace]") {
            let path = folder.strip_prefix(root).unwrap_or(&folder).to_string_lossy().into_owned();
            let path = path.replace('\\', "/");
            return !["members", "exclude"].iter().any(|key| is_listed(&manifest, key, &path));
        }
    }
    false
}

/// Returns `true` if a list of a manifest has this path, or a pattern `folder/*` for it. Spaces are ignored.
fn is_listed(manifest: &str, key: &str, path: &str) -> bool {
    let (manifest, path) = (manifest.replace(' ', ""), path.replace(' ', ""));
    let Some((_, rest)) = manifest.split_once(&format!("\n{key}=[")) else { return false };
    let list = rest.split(']').next().unwrap_or_default();
    list.split('"').skip(1).step_by(2).any(|member| {
        let member = member.trim_start_matches("./").trim_end_matches('/');
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        match member {
            "*" => parent.is_empty(),
            member => member == path || member.strip_suffix("/*") == Some(parent),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_listed_or_match_a_pattern() {
        let manifest = "[workspace]\nmembers = [\n  \"app\", # an app\n  \"./clients/*\",\n]\n\
                        exclude = [\"other\"]\n";
        for (path, expected) in [
            ("app", true),
            ("app/inner", false),
            ("clients/notes", true),
            ("clients", false),
            ("clients/notes/inner", false),
            ("other", false),
        ] {
            assert_eq!(is_listed(manifest, "members", path), expected, "{path}");
        }
        assert!(is_listed(manifest, "exclude", "other"));
        assert!(!is_listed("[workspace]\n", "members", "app"));
    }

    #[test]
    fn a_folder_is_foreign_unless_the_workspace_above_lists_it() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[workspace]\nmembers = [\"app\"]\n";
        assert!(!is_foreign_to(&folder.path().join("app")));
        std::fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        assert!(!is_foreign_to(&folder.path().join("app")));
        assert!(is_foreign_to(&folder.path().join("target/app")));
    }
}
