package dev.postern.app;

import dev.postern.config.Relay;
import dev.postern.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// What this machine is called.
final class Names {

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*");

    private Names() {}

    /// The name for greetings, Received fields and reports: as the settings say, or else this
    /// machine's own.
    static String host(Settings settings) {
        return settings.relay().flatMap(Relay::name).orElseGet(Names::ownName);
    }

    private static String ownName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return NAME.matcher(name).matches() ? name : "localhost";
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }
}
