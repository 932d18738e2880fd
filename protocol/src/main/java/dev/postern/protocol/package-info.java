/// The mail protocols in Java: clients that stream, are strict with what they get, and tell a
/// person who asks what was said. JDK only; no files, no logging.
@NullMarked
package dev.postern.protocol;

import org.jspecify.annotations.NullMarked;
