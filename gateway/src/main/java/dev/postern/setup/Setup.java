package dev.postern.setup;

import dev.postern.config.Proxy;
import dev.postern.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a configuration needs of Microsoft 365, as scripts and a letter. Pure; for any thread.
public final class Setup {

    private Setup() {}

    /// Those of the names that no mailbox, destination, tenant or address of the proxy has.
    public static List<String> unknown(Settings settings, List<String> names) {
        return Needs.unknown(settings, names);
    }

    /// The files, by name; empty if nothing of Microsoft's is needed.
    ///
    /// @param names mailboxes, destinations, addresses of the proxy or tenants of the settings;
    ///   empty for all
    /// @param mailboxes that clients of the proxy may open
    public static Map<String, String> files(
            Settings settings, List<String> names, Function<Proxy, List<String>> mailboxes) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Needs needs : Needs.of(settings, names, mailboxes)) {
            AzureScript azure = new AzureScript(needs);
            ExchangeScript exchange = new ExchangeScript(needs);
            Letter letter = new Letter(needs);
            Optional<String> first = azure.text();
            Optional<String> second = exchange.text();
            files.put(
                    letter.name(),
                    letter.text(first.map(_ -> azure.name()), second.map(_ -> exchange.name())));
            first.ifPresent(text -> files.put(azure.name(), text));
            second.ifPresent(text -> files.put(exchange.name(), text));
        }
        files.putAll(VolumeScript.of(settings, names).files());
        return files;
    }
}
