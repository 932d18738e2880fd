package dev.postern.lab.mail.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Where a message's bytes come from, as often as they are asked for.
///
/// The bytes are a message of RFC 5322 with CRLF line ends. May be called from any thread.
public interface MessageSource {

    /// How many octets [#open] gives.
    long size();

    /// All octets from the first. Skipping is cheap.
    InputStream open();

    /// These very octets.
    static MessageSource of(byte[] octets) {
        byte[] copy = octets.clone();
        return new MessageSource() {
            @Override
            public long size() {
                return copy.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(copy);
            }
        };
    }

    /// This text in UTF-8, its line ends made CRLF.
    static MessageSource of(String text) {
        return of(text.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// A message of exactly `size` octets that is made up while it is read. The same seed and size
    /// give the same octets.
    ///
    /// @param size at least 512
    static MessageSource generated(long seed, long size) {
        return new GeneratedMessage(seed, size);
    }
}
