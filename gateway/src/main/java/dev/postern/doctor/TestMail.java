package dev.postern.doctor;

import dev.postern.delivery.Answer;
import java.io.IOException;

/// Sends one real message by a way out, which proves what nothing else can.
@FunctionalInterface
public interface TestMail {

    /// @return what the destination said to it
    /// @throws IOException if it could not be sent at all
    Answer send() throws IOException, InterruptedException;
}
