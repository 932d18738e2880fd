package dev.postern.protocol.script;

import java.util.List;

/// Does with a client what a dialogue file says.
public interface Actor extends AutoCloseable {

    /// Does it, and returns the lines of the result.
    List<String> perform(String action);

    @Override
    void close();
}
