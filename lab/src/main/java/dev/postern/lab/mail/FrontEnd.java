package dev.postern.lab.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The host that Exchange's greetings and replies name.
public final class FrontEnd {

    /// Its name.
    public static final String HOST = "LABP000CA0001.LABP000.PROD.OUTLOOK.EXAMPLE";

    /// Ends a greeting: the host's name in UTF-16LE and Base64, in brackets that make no response
    /// code.
    public static final String BRACKET =
            "["
                    + Base64.getEncoder().encodeToString(HOST.getBytes(StandardCharsets.UTF_16LE))
                    + "]";

    private FrontEnd() {}
}
