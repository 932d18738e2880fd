package dev.postern.api;

import java.util.Properties;

/// What the JDK's HTTP server is to bear, which it takes from system properties alone and reads
/// once, when the first server of the process is made. Without them it waits for ever for the rest
/// of a request and for a client that does not read.
public final class HttpBounds {

    private static final String REQUEST_SECONDS = "sun.net.httpserver.maxReqTime";
    private static final String RESPONSE_SECONDS = "sun.net.httpserver.maxRspTime";
    private static final String CONNECTIONS = "jdk.httpserver.maxConnections";

    private HttpBounds() {}

    /// Sets them, except those that the command line has set. Call it before this process makes any
    /// HTTP server.
    ///
    /// @param system [System#getProperties]
    public static void set(Properties system) {
        // The largest request that the API takes, over a line of 2 Mbit/s.
        system.putIfAbsent(REQUEST_SECONDS, "300");
        system.putIfAbsent(RESPONSE_SECONDS, "300");
        // Each costs some 20 KiB of heap, whatever little it says; the others are to stay welcome.
        system.putIfAbsent(CONNECTIONS, "6000");
    }
}
