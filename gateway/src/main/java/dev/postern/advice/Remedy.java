package dev.postern.advice;

import java.util.Optional;

/// One step that mends something or decides a question, with this tenant's names filled in.
///
/// @param prose what it does, one sentence
/// @param command what to paste; empty where only a person at a portal can do it
public record Remedy(String prose, Optional<Command> command) {

    /// A command, ready to paste.
    public record Command(Shell shell, String text) {}

    /// The step in one line.
    public String line() {
        return command.map(paste ->
                        prose.substring(0, prose.length() - 1) + ": `" + paste.text() + "`.")
                .orElse(prose);
    }
}
