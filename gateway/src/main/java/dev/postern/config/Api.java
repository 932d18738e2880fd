package dev.postern.config;

/// Where mail is taken by HTTP, as Azure Communication Services takes it.
public record Api(
        @Setting(value = "The address and port.", example = "127.0.0.1:8024") HostPort listen,
        @Setting(
                        value = "How connections are secured; `starttls` does not exist here.",
                        otherwise = "{mode: none}")
                Relay.Tls tls) {}
