package dev.postern.control;

/// Tells a waiting person what is going on. Called from any thread.
public interface Narrator {

    /// A line of prose.
    void say(String line);

    /// How far something got.
    ///
    /// @param total what there is to do in all; 0 if that is not known
    void progress(String what, long done, long total);

    /// One that says nothing.
    static Narrator silent() {
        return new Narrator() {
            @Override
            public void say(String line) {}

            @Override
            public void progress(String what, long done, long total) {}
        };
    }
}
