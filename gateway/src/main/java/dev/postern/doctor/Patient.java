package dev.postern.doctor;

import java.util.List;

/// One entry of the settings, and how it is examined.
///
/// An examination changes nothing on the other side: folders are opened to look only, no message is
/// taken, an SMTP transaction is begun and given up. Each of its waits is bounded.
public interface Patient {

    /// As the settings have it: `collect.razr`.
    String name();

    /// Whom or what it leads to, in a few words.
    String about();

    /// The steps of its chain, in order.
    List<Step> steps();

    /// Walks the chain and writes down what it sees.
    ///
    /// @throws OverException after a step that failed, without which the rest makes no sense
    void examine(Chart chart) throws OverException, InterruptedException;
}
