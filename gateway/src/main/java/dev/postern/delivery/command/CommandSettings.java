package dev.postern.delivery.command;

import java.time.Duration;
import java.util.List;

/// Which program takes the messages.
///
/// @param line the program's path and its arguments, given to it as they are
/// @param timeLimit after this it is killed, and the message tried again later
public record CommandSettings(List<String> line, Duration timeLimit) {

    public CommandSettings {
        line = List.copyOf(line);
        if (line.isEmpty() || line.getFirst().isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        if (!timeLimit.isPositive()) {
            throw new IllegalArgumentException("a command needs a positive time limit");
        }
    }

    /// The program, without its arguments, which may hold secrets.
    String program() {
        return line.getFirst();
    }

    @Override
    public String toString() {
        return "CommandSettings[" + program() + " …, " + timeLimit + "]";
    }
}
