/// Scripted servers: dialogue files and the two sides that run them.
@NullMarked
package dev.postern.protocol.script;

import org.jspecify.annotations.NullMarked;
