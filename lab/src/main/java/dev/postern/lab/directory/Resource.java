package dev.postern.lab.directory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A service that tokens are made for.
public enum Resource {
    EXCHANGE(
            "https://outlook.office365.com",
            "https://outlook.office.com",
            "https://ps.outlook.com",
            "https://outlook.office365.us",
            "https://outlook-dod.office365.us",
            "https://partner.outlook.cn",
            "00000002-0000-0ff1-ce00-000000000000"),
    GRAPH(
            "https://graph.microsoft.com",
            "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us",
            "https://microsoftgraph.chinacloudapi.cn",
            "00000003-0000-0000-c000-000000000000"),
    ACS("https://communication.azure.com"),
    ARM("https://management.azure.com", "https://management.core.windows.net");

    private final List<String> identifiers;

    Resource(String... identifiers) {
        this.identifiers = List.of(identifiers);
    }

    /// The resource that this URI names, with or without a slash at its end.
    public static Optional<Resource> of(String identifier) {
        String bare =
                identifier.endsWith("/")
                        ? identifier.substring(0, identifier.length() - 1)
                        : identifier;
        return Arrays.stream(values())
                .filter(resource -> resource.identifiers.contains(bare))
                .findFirst();
    }
}
