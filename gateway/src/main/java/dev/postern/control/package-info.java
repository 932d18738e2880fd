/// What an operator may ask of Postern, and what it answers.
///
/// [Operations] is the whole list; the command line and the console know nothing else. A running
/// service listens on a socket in its data folder ([ServiceSocket]) that only its own user may
/// open; commands reach it by [ServiceClient]. One request and one answer a connection, each one
/// line of JSON.
@NullMarked
package dev.postern.control;

import org.jspecify.annotations.NullMarked;
