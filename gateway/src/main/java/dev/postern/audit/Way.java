package dev.postern.audit;

/// What can be done about an address.
enum Way {
    /// Teach the program OAuth.
    OAUTH,
    /// Send through Postern, with a local password.
    RELAY,
    /// Read or send through Postern's proxy, with a local password.
    PROXY,
    /// High Volume Email: many messages to internal recipients.
    HVE,
    /// Azure Communication Services: many messages to the world.
    ACS,
    /// Microsoft Graph, instead of Exchange Web Services.
    GRAPH,
    /// A mail server of one's own.
    ON_PREMISES,
    /// Nobody uses it: close it.
    SWITCH_OFF,
    /// Find out more first.
    ASK,
    /// Nothing.
    NOTHING
}
