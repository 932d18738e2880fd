/// The command line (picocli). Results go to standard output, progress and prose to standard error.
///
/// Exit codes: 0 done; 1 done, and something is wrong that the output tells; 2 not done: wrong
/// usage, wrong settings, or nothing there to do it with. Knows only [dev.postern.control].
@NullMarked
package dev.postern.cli;

import org.jspecify.annotations.NullMarked;
