//! The kinds of diagnostics, in one table. Numbers are never reused.

use super::Severity;

macro_rules! codes {
    ($($variant:ident $number:literal $name:literal $severity:ident $text:literal)*) => {
        /// The kind of a diagnostic, with a stable number and a short name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $text] $variant,)*
        }

        impl Code {
            /// All codes, ordered by number.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// Returns the stable number, as in `G012`.
            pub fn number(self) -> &'static str {
                match self { $(Code::$variant => $number,)* }
            }

            /// Returns the short name, as in `unknown-extension`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// Returns the severity.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Returns the meaning in one sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $text,)* }
            }

            /// Returns the page with an explanation and examples, in Markdown.
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("explain/", $number, ".md")),)* }
            }
        }
    };
}

codes! {
    // source: files and YAML syntax
    MissingPart "G001" "missing-part" Error "A file that `x-parts` lists cannot be read."
    DuplicatePart "G002" "duplicate-part" Error "`x-parts` lists a file twice."
    UnlistedFile "G003" "unlisted-file" Warning "A file in the spec folder is not listed in `x-parts`."
    NotUtf8 "G004" "not-utf8" Error "A file is not UTF-8 text."
    YamlSyntax "G005" "yaml-syntax" Error "A file is not valid YAML, or is nested too deeply."
    ManyDocuments "G006" "many-documents" Error "A file contains more than one YAML document."
    DuplicateKey "G007" "duplicate-key" Error "A mapping contains a key twice."
    Anchor "G008" "anchor" Error "A file uses YAML anchors, aliases, tags or merge keys."
    AmbiguousScalar "G009" "ambiguous-scalar" Error "A string that some YAML parsers read as another type is not quoted."
    // load: the schema of each object
    WrongVersion "G010" "wrong-version" Error "The description is not OpenAPI 3.0 or 3.1."
    WrongType "G011" "wrong-type" Error "A value does not have the expected type."
    UnknownExtension "G012" "unknown-extension" Error "An `x-` key is not declared."
    BadExtensionValue "G013" "bad-extension-value" Error "The value of an `x-` key is invalid."
    MissingMember "G014" "missing-member" Error "An object has no value for a required key."
    UnknownMember "G015" "unknown-member" Error "An object has a key that OpenAPI does not define for it, or that excludes another key."
    RefSiblings "G016" "ref-siblings" Error "Keys next to a `$ref` are ignored by OpenAPI."
    NotRead "G017" "not-read" Error "A construct passed all checks but could not be deserialized."
    CommentInText "G018" "comment-in-text" Warning "A string ends in the middle of a line, where a comment begins."
    // resolve: references
    DanglingRef "G020" "dangling-ref" Error "The target of a `$ref` does not exist."
    WrongRefKind "G021" "wrong-ref-kind" Error "The target of a `$ref` is a component of another kind."
    CyclicRef "G022" "cyclic-ref" Error "A component is an alias of itself."
    UpwardRef "G023" "upward-ref" Error "A file refers to a file that it must not depend on."
    DuplicateComponent "G024" "duplicate-component" Error "Two files declare a component of the same kind and name."
    UnusedComponent "G025" "unused-component" Warning "A component is never used."
    // lint: operations and parameters
    MissingOperationId "G030" "missing-operation-id" Warning "An operation has no `operationId`."
    DuplicateOperationId "G031" "duplicate-operation-id" Error "Two operations share an `operationId`."
    DuplicatePath "G032" "duplicate-path" Error "Two operations share a method and a path."
    UndeclaredPathParameter "G033" "undeclared-path-parameter" Error "A path contains a parameter that its operation does not declare."
    UnusedPathParameter "G034" "unused-path-parameter" Error "An operation declares a path parameter that its path does not contain."
    OptionalPathParameter "G035" "optional-path-parameter" Error "A path parameter is not `required: true`."
    DuplicateParameter "G036" "duplicate-parameter" Error "An operation declares a parameter twice."
    BadPath "G037" "bad-path" Error "A path template is malformed."
    MissingResponse "G038" "missing-response" Error "An operation declares no successful response."
    MissingDescription "G039" "missing-description" Warning "An operation, response, parameter, schema or property has no description."
    MissingExample "G040" "missing-example" Warning "A request body, a response or a parameter has no example."
    BadExample "G041" "bad-example" Error "An example does not match its schema."
    OperationOutsideGroup "G042" "operation-outside-group" Error "A file contains operations but declares no group."
    UnknownMediaType "G043" "unknown-media-type" Error "A media type is misspelled."
    BadServer "G044" "bad-server" Error "The URL of a server is not an absolute URL."
    // lint: extension keys
    UnknownId "G050" "unknown-id" Error "`x-id` names an id type that no file declares."
    UnusedId "G051" "unused-id" Warning "An id type is declared but never used."
    UnknownQuota "G052" "unknown-quota" Error "`x-quota` names no key of `x-quotas`."
    UnknownPaging "G053" "unknown-paging" Error "`x-page` names no key of `x-paging`."
    UnknownJob "G054" "unknown-job" Error "`x-job` names no key of `x-jobs`."
    UnknownQueue "G055" "unknown-queue" Error "`x-queued` names no key of `x-queues`."
    UnknownOperation "G056" "unknown-operation" Error "A named operation does not exist."
    UnknownParameter "G057" "unknown-parameter" Error "A named query parameter does not exist."
    UnknownResponseMember "G058" "unknown-response-member" Error "A named member of a response does not exist."
    UnknownSecurity "G059" "unknown-security" Error "A named security scheme does not exist."
    UnknownServer "G060" "unknown-server" Error "A server is named that the root does not list."
    DuplicateGroup "G061" "duplicate-group" Error "Two files name the same group."
    DuplicateMethod "G062" "duplicate-method" Error "Two operations of a group share a method name."
    MissingKey "G063" "missing-key" Warning "An operation has no method name or retry safety, or lacks the key of its pages, job or queue."
    ImprobableValue "G064" "improbable-value" Warning "The value of an `x-` key is valid, but probably a mistake."
    // lint: schemas
    EmptyEnum "G070" "empty-enum" Error "An enum has no values."
    DuplicateEnumValue "G071" "duplicate-enum-value" Error "An enum lists a value twice."
    WrongEnumValue "G072" "wrong-enum-value" Error "An enum value does not have the type of its schema, or is described but not listed."
    UnknownRequired "G073" "unknown-required" Error "`required` names a property that does not exist."
    MisplacedKeyword "G074" "misplaced-keyword" Error "A keyword does not apply to the type of its schema."
    MisplacedExtension "G075" "misplaced-extension" Error "An `x-` key does not apply to the type of its schema."
    // lint: constraints of requests
    BadConstraint "G076" "bad-constraint" Error "A constraint is empty, ambiguous or never applies."
    UnknownConstraintMember "G077" "unknown-constraint-member" Error "A constraint names a member that the request does not have."
    MisplacedConstraint "G078" "misplaced-constraint" Error "Constraints are declared outside of the schema of a request body."
    ViolatedConstraint "G079" "violated-constraint" Error "The example of a request violates a constraint."
    // later passes
    Unsupported "G080" "unsupported" Error "A construct of OpenAPI is not supported."
    NameCollision "G081" "name-collision" Error "Two items have the same Rust name."
    BadName "G082" "bad-name" Error "A name is not a valid Rust identifier."
    UnusedElement "G083" "unused-element" Warning "Nothing is generated from an element."
    // lint: values of keywords
    UnknownFormat "G084" "unknown-format" Error "A format is not defined for its type."
    BadRange "G085" "bad-range" Error "The lower bound of a range is greater than its upper bound."
    BadDefault "G086" "bad-default" Error "A default does not match its schema."
    DuplicateRequired "G087" "duplicate-required" Error "`required` lists a property twice."
    // lint: methods beyond the one of each operation
    UnknownReference "G088" "unknown-reference" Error "`x-reference` names no key of `x-references`."
    UnknownBodyMember "G089" "unknown-body-member" Error "A named member of a request body does not exist."
    // output
    ForeignFile "G090" "foreign-file" Error "A file in the output folder was not generated and is not overwritten."
    OutputFailed "G091" "output-failed" Error "A file could not be read or written."
    Internal "G099" "internal" Error "An internal error of the generator."
    // lint: headers, compositions and patterns
    BadHeader "G110" "bad-header" Error "A header has an invalid or duplicate name, or is set by the client."
    ConflictingParts "G111" "conflicting-parts" Error "Two parts of an `allOf` declare a property with different types."
    DuplicateVariant "G112" "duplicate-variant" Error "A composition lists a schema twice."
    BadPattern "G113" "bad-pattern" Error "A pattern is not a regular expression."
    UnknownDiscriminator "G114" "unknown-discriminator" Error "A discriminator names a property that an alternative does not declare."
    // suppressions of lint rules
    InvalidSuppression "G120" "invalid-suppression" Error "An `x-allow` names an unknown rule or an error, or has no reason."
    UnusedSuppression "G121" "unused-suppression" Error "An `x-allow` suppresses nothing."
    // output, with `--check`
    OutOfDate "G122" "out-of-date" Error "The output folder differs from what the spec describes."
    // normalize: descriptions that are not written for this generator
    ForeignKeys "G130" "foreign-keys" Warning "A description has `x-` keys of other tools, which are ignored."
    LenientSyntax "G131" "lenient-syntax" Warning "A description uses YAML features, or keys next to `$ref`, that are accepted only from other tools."
    DefaultServer "G132" "default-server" Warning "A description has no absolute server URL."
    Renamed "G133" "renamed" Warning "An item has another Rust name than its own, which is reserved or used twice."
    LeftOut "G134" "left-out" Warning "An element is left out, because it is not supported."
    OtherMediaTypes "G135" "other-media-types" Warning "A body has media types next to JSON, which are not used."
    Repaired "G136" "repaired" Warning "A description has a mistake with one probable meaning."
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_and_names_are_unique_and_in_order() {
        let numbers: Vec<_> = Code::ALL.iter().map(|code| code.number()).collect();
        assert!(numbers.is_sorted());
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), numbers.len());
    }
}
