/// The model of what Microsoft 365 knows: tenants, applications and their credentials, mailboxes
/// and who may open them.
///
/// A [World] is an immutable value and the whole truth of one moment; [Directory] holds the present
/// one and swaps it for the next. There is one written form of it, a tree of names and values,
/// which is YAML in a file and JSON at the control endpoint; everything not written has the value
/// that `defaults.yaml` beside this package gives it. A change is a change of that tree (a merge
/// patch as in RFC 7396), after which the whole is read again: a world that makes no sense never
/// comes to be, and the error says where and why ([WorldException]).
@NullMarked
package dev.postern.lab.directory;

import org.jspecify.annotations.NullMarked;
