/// The wiring: everything is built here, by hand, by constructors.
///
/// [Gateway] builds the service out of its settings; that method is the architecture. [Main] is the
/// program's entry. Nobody knows this package.
@NullMarked
package dev.postern.app;

import org.jspecify.annotations.NullMarked;
