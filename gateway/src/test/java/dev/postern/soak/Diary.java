package dev.postern.soak;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What happened when, a line each. May be used from any thread.
final class Diary {

    private final PrintStream out;
    private final InstantSource clock;
    private final AtomicInteger unwell = new AtomicInteger();
    private final AtomicBoolean broken = new AtomicBoolean();

    Diary(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    void note(String line) {
        out.println(clock.instant() + " " + line);
    }

    /// Somebody could not do what they wanted, and will try again.
    void unwell(String who, Exception failure) {
        unwell.incrementAndGet();
        note(who + ": " + failure);
    }

    /// A part of the run does not work any more, so that its end says nothing.
    void broken(String who, Exception failure) {
        broken.set(true);
        note("broken: " + who + ": " + failure);
        failure.printStackTrace(out);
    }

    int timesUnwell() {
        return unwell.get();
    }

    boolean whole() {
        return !broken.get();
    }
}
