/// The token endpoint of Microsoft Entra ID, its keys, and the identity endpoints of Azure
/// machines.
///
/// A request to `/{tenant}/oauth2/v2.0/token` goes through [Entra] (faults, counting, log) to
/// `TokenEndpoint`, which asks in Entra's order: is the tenant here, is the request well made, is
/// the application here, can it prove who it is (`ClientProof`), is the resource here, may it sign
/// in. The first no becomes an [Aadsts] error in Microsoft's form; a yes becomes a token from
/// [TokenMint]. [IdentityEndpoint] gives the same tokens to whoever asks on the machine.
/// [ForeignIssuer] plays the identity provider of a Kubernetes cluster or the like.
///
/// RFC 6749 §4.4 (client credentials), §2.3.1 (secret in body or header), §5.2 (errors); RFC 7523
/// §2.2 and §3 (client assertions).
///
/// Differences from the real one: no other grant than client credentials; no consent, users or
/// refresh tokens; for federated credentials it knows the keys of its own foreign issuer only;
/// there is no throttling unless a test asks for it.
@NullMarked
package dev.postern.lab.entra;

import org.jspecify.annotations.NullMarked;
