//! The kinds of mistakes, in one table. A new one is one more line; numbers are never reused.

use super::Severity;

macro_rules! codes {
    ($($variant:ident $number:literal $name:literal $severity:ident $text:literal)*) => {
        /// The kind of a diagnostic: a stable number, a short name, and what it is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $text] $variant,)*
        }

        impl Code {
            /// All of them, by number.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The stable number, as in `G012`.
            pub fn number(self) -> &'static str {
                match self { $(Code::$variant => $number,)* }
            }

            /// The short name, as in `unknown-extension`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How grave it is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// What it is about, in a sentence.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $text,)* }
            }
        }
    };
}

codes! {
    // source: files and their text
    MissingPart "G001" "missing-part" Error "A file that `x-parts` lists cannot be read."
    DuplicatePart "G002" "duplicate-part" Error "`x-parts` lists a file twice."
    UnlistedFile "G003" "unlisted-file" Warning "A file in the spec folder is not listed in `x-parts`."
    NotUtf8 "G004" "not-utf8" Error "A file is not UTF-8 text."
    YamlSyntax "G005" "yaml-syntax" Error "A file is not YAML, or nested beyond reason."
    ManyDocuments "G006" "many-documents" Error "A file holds more than one YAML document."
    DuplicateKey "G007" "duplicate-key" Error "A mapping holds a key twice."
    Anchor "G008" "anchor" Error "YAML anchors, aliases, tags and merge keys are not used."
    AmbiguousScalar "G009" "ambiguous-scalar" Error "A text that some YAML readers take for something else stands without quotes."
    // load: the shape of each object
    WrongVersion "G010" "wrong-version" Error "The description is not OpenAPI 3.0."
    WrongType "G011" "wrong-type" Error "A value is not of the kind that its place asks for."
    UnknownExtension "G012" "unknown-extension" Error "An `x-` key is not one of ours."
    BadExtensionValue "G013" "bad-extension-value" Error "The value of an `x-` key is not understood."
    MissingMember "G014" "missing-member" Error "An object lacks a key that it must have."
    UnknownMember "G015" "unknown-member" Error "An object holds a key that OpenAPI does not know there."
    RefSiblings "G016" "ref-siblings" Error "Keys next to a `$ref` are ignored by OpenAPI."
    NotRead "G017" "not-read" Error "A construct passed all checks and yet could not be read."
    // resolve: references
    DanglingRef "G020" "dangling-ref" Error "A `$ref` leads nowhere."
    WrongRefKind "G021" "wrong-ref-kind" Error "A `$ref` leads to a component of another kind."
    CyclicRef "G022" "cyclic-ref" Error "Components stand for each other in a circle."
    UpwardRef "G023" "upward-ref" Error "A file refers to a file that it must not depend on."
    DuplicateComponent "G024" "duplicate-component" Error "Two files declare a component of the same kind and name."
    UnusedComponent "G025" "unused-component" Warning "Nothing refers to a component."
    // lint: operations and parameters
    MissingOperationId "G030" "missing-operation-id" Error "An operation has no `operationId`."
    DuplicateOperationId "G031" "duplicate-operation-id" Error "Two operations share an `operationId`."
    DuplicatePath "G032" "duplicate-path" Error "Two operations share a method and a path."
    UndeclaredPathParameter "G033" "undeclared-path-parameter" Error "A path holds a parameter that its operation does not declare."
    UnusedPathParameter "G034" "unused-path-parameter" Error "An operation declares a path parameter that its path does not hold."
    OptionalPathParameter "G035" "optional-path-parameter" Error "A path parameter is not `required: true`."
    DuplicateParameter "G036" "duplicate-parameter" Error "An operation declares a parameter twice."
    BadPath "G037" "bad-path" Error "A path template is malformed."
    MissingResponse "G038" "missing-response" Error "An operation declares no answer for the case of success."
    MissingDescription "G039" "missing-description" Warning "Something public has no description."
    MissingExample "G040" "missing-example" Warning "A body, an answer or a parameter has no example."
    BadExample "G041" "bad-example" Error "An example contradicts its schema."
    OperationOutsideGroup "G042" "operation-outside-group" Error "A file holds operations but names no group."
    // lint: facts of our own
    UnknownId "G050" "unknown-id" Error "`x-id` names an id type that no file declares."
    UnusedId "G051" "unused-id" Warning "An id type is declared but never used."
    UnknownQuota "G052" "unknown-quota" Error "`x-quota` names no key of `x-quotas`."
    UnknownPaging "G053" "unknown-paging" Error "`x-page` names no key of `x-paging`."
    UnknownJob "G054" "unknown-job" Error "`x-job` names no key of `x-jobs`."
    UnknownFollow "G055" "unknown-follow" Error "`x-follow` names no key of `x-follows`."
    UnknownOperation "G056" "unknown-operation" Error "An operation is named that does not exist."
    UnknownParameter "G057" "unknown-parameter" Error "A query parameter is named that the operation does not have."
    UnknownAnswerMember "G058" "unknown-answer-member" Error "A member of an answer is named that the answer does not have."
    UnknownSecurity "G059" "unknown-security" Error "A security scheme is named that does not exist."
    UnknownServer "G060" "unknown-server" Error "An operation names a server that the root does not list."
    DuplicateGroup "G061" "duplicate-group" Error "Two files name the same group."
    DuplicateMethod "G062" "duplicate-method" Error "Two operations of a group share a method name."
    MissingFact "G063" "missing-fact" Warning "An operation lacks a fact that the client needs."
    // lint: schemas
    EmptyEnum "G070" "empty-enum" Error "An enum lists no value."
    DuplicateEnumValue "G071" "duplicate-enum-value" Error "An enum lists a value twice."
    WrongEnumValue "G072" "wrong-enum-value" Error "An enum value is not of the type of its schema, or is described but not listed."
    UnknownRequired "G073" "unknown-required" Error "`required` names a property that does not exist."
    MisplacedKeyword "G074" "misplaced-keyword" Error "A keyword says nothing about a schema of this type."
    MisplacedExtension "G075" "misplaced-extension" Error "An `x-` key says nothing about a schema of this type."
    // lint: rules of requests
    BadRule "G076" "bad-rule" Error "A rule demands nothing, or what no request can be held against."
    UnknownRuleMember "G077" "unknown-rule-member" Error "A rule names a member that the request does not have."
    MisplacedRule "G078" "misplaced-rule" Error "Rules stand on something else than the body of a request."
    BrokenRule "G079" "broken-rule" Error "The example of a request breaks a rule."
    // later passes
    Unsupported "G080" "unsupported" Error "A construct of OpenAPI that this generator does not render."
    NameCollision "G081" "name-collision" Error "Two things would have the same Rust name."
    BadName "G082" "bad-name" Error "A word cannot be a Rust name."
    // output
    ForeignFile "G090" "foreign-file" Error "A file in the way was not generated, so it is not touched."
    OutputFailed "G091" "output-failed" Error "A file could not be read or written."
    Internal "G099" "internal" Error "A mistake of the generator itself."
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
