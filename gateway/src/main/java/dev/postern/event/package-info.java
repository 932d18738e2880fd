/// What happens in Postern, as values.
///
/// Code reports events; one listener writes the log, others feed the status, the metrics, the
/// console and the tests. This package knows no other, so that everybody may report. Events hold no
/// secrets and no message contents; subjects and addresses only where a component says so.
@NullMarked
package dev.postern.event;

import org.jspecify.annotations.NullMarked;
