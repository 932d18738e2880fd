/// Hand-over to a program: each message is one run of it.
///
/// The program is started directly, without a shell, and gets the message on its standard input and
/// what is known of it in `POSTERN_…` environment variables. Of Postern's own environment, which
/// may hold secrets, it gets only what a program needs to run. Its exit status is its answer, as
/// Postfix and Exim understand it from `sysexits.h`: 0 taken, 75 (`EX_TEMPFAIL`) later, anything
/// else parked.
///
/// Every run has a time limit, after which the program and all it started are killed. Of what it
/// writes, the first 4 KiB are kept for the history, and the rest is read and dropped.
@NullMarked
package dev.postern.delivery.command;

import org.jspecify.annotations.NullMarked;
