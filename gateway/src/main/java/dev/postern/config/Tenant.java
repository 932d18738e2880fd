package dev.postern.config;

import java.util.Optional;
import java.util.UUID;

/// One Microsoft 365 tenant and the app registration Postern is there.
///
/// @param tenantId the directory's id or one of its domains
/// @param clientId the app registration's application id
public record Tenant(
        @Setting(
                        value =
                                "The directory (tenant) ID of the app registration, or a domain of"
                                        + " the tenant.",
                        example = "22222222-2222-2222-2222-222222222222")
                TenantId tenantId,
        @Setting(
                        value = "The application (client) ID of the app registration.",
                        absent = "only with a managed identity, which is its own application",
                        example = "11111111-1111-1111-1111-111111111111")
                Optional<UUID> clientId,
        @Setting(
                        value = "How Postern proves to be that application.",
                        example = "{secret: \"${file:/run/secrets/szr}\"}")
                Credential credential,
        @Setting(
                        value =
                                "Another one beside it, for as long as one is rolled over to the"
                                        + " other: it counts whenever the first is refused.",
                        absent = "there is only the one",
                        example = "{secret: \"${file:/run/secrets/szr-next}\"}")
                Optional<Credential> nextCredential,
        @Setting(
                        value =
                                "Reads from Microsoft Graph when secret and certificate end, once a"
                                        + " day. Graph tells it to an application that has its"
                                        + " permission Application.Read.All; without it `expires`"
                                        + " alone counts.",
                        otherwise = "on")
                boolean expiryFromGraph,
        @Setting(
                        value = "The cloud the tenant is in, by name, or its addresses one by one.",
                        otherwise = "worldwide")
                Cloud cloud) {}
