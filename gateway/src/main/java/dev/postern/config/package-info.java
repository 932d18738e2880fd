/// The settings: one YAML file in, immutable records out, or every mistake in it at once.
///
/// [Configuration#load(java.nio.file.Path)] reads the file, and answers with [Settings] or with all
/// [Problem]s, each with its place, its key, what was found and what was expected. The records are
/// the only description of the settings there is: the binder, the reference in
/// `docs/reference/settings.md` and the JSON Schema for editors are all derived from them and from
/// the [Setting] annotation on their components.
///
/// Life cycle: a loaded [Settings] never changes. A reload makes a second one, and [Change] tells
/// the two apart. A [Secret] in a file is read whenever it is asked for, so that a new one counts
/// without a reload.
///
/// Limits: a file of 1 MiB, a depth of 32, 64 aliases, 100 problems reported. This package knows no
/// other of the gateway.
@NullMarked
package dev.postern.config;

import org.jspecify.annotations.NullMarked;
