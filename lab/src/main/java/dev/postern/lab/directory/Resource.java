package dev.postern.lab.directory;

import java.util.Optional;

/// A service that tokens are made for.
public enum Resource {
    EXCHANGE,
    GRAPH,
    ACS,
    ARM;

    /// The resource that this URI or application id names, with or without a slash at its end.
    public static Optional<Resource> of(String identifier) {
        String bare =
                identifier.endsWith("/")
                        ? identifier.substring(0, identifier.length() - 1)
                        : identifier;
        return switch (bare) {
            case "https://outlook.office365.com",
                    "https://outlook.office.com",
                    "https://ps.outlook.com",
                    "https://outlook.office365.us",
                    "https://outlook-dod.office365.us",
                    "https://partner.outlook.cn",
                    "00000002-0000-0ff1-ce00-000000000000" ->
                    Optional.of(EXCHANGE);
            case "https://graph.microsoft.com",
                    "https://graph.microsoft.us",
                    "https://dod-graph.microsoft.us",
                    "https://microsoftgraph.chinacloudapi.cn",
                    "00000003-0000-0000-c000-000000000000" ->
                    Optional.of(GRAPH);
            case "https://communication.azure.com" -> Optional.of(ACS);
            case "https://management.azure.com", "https://management.core.windows.net" ->
                    Optional.of(ARM);
            default -> Optional.empty();
        };
    }
}
