/// Access tokens from Microsoft Entra ID and from managed identities.
///
/// [TokenSource] is the way in. [CachedTokens] keeps one token a tenant and scope, fetches it when
/// it is needed and once however many ask, backs off when the endpoint fails, and remembers a
/// refusal. [EntraFetcher] does one fetch: the client credentials grant (RFC 6749 §4.4) by secret,
/// certificate (RFC 7523 §2.2) or federated token, or the request to the machine's managed identity
/// endpoint. What a refusal means and what mends it is known by `advice`.
///
/// Life cycle of a token: fetched → held → due for refresh (a caller starts the fetch, all go on
/// with the held one) → expired. Nothing runs in the background: without callers there are no
/// requests.
///
/// Limits: an answer has at most 256 KiB, a token 64 KiB, a credential file 64 KiB; a request takes
/// 30 seconds at most; a Retry-After of more than an hour counts as one hour; beyond 4 096 tokens,
/// those that nobody could use any more are dropped.
///
/// Secrets and tokens never reach a message, an event, a log or a `toString`. The package knows no
/// mail and no settings.
@NullMarked
package dev.postern.token;

import org.jspecify.annotations.NullMarked;
