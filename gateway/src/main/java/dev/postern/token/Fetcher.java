package dev.postern.token;

/// Fetches a token, once, with one credential. Keeps nothing. Safe for use by many threads.
interface Fetcher extends AutoCloseable {

    /// Blocks until there is a result, in bounded time. Foreseen failures are results.
    Fetched fetch(Tenant tenant, Credential credential, Scope scope) throws InterruptedException;

    @Override
    default void close() {}
}
