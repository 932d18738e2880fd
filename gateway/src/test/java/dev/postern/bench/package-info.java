/// Measurements of Postern beside the programs that people would use otherwise, in one run on one
/// machine. `bench/run` starts them.
@NullMarked
package dev.postern.bench;

import org.jspecify.annotations.NullMarked;
