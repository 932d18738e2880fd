package dev.postern.app;

import dev.postern.config.Credential;
import dev.postern.config.Destination;
import dev.postern.config.Destination.Kind;
import dev.postern.config.Relay;
import dev.postern.config.Secret;
import dev.postern.config.Settings;
import dev.postern.config.SmartHostSignIn;
import dev.postern.config.Tenant;
import dev.postern.config.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The files with secrets that settings refer to.
final class SecretFiles {

    private SecretFiles() {}

    static List<Path> of(Settings settings) {
        Stream<Path> tenants =
                settings.tenants().values().stream()
                        .flatMap(SecretFiles::credentials)
                        .flatMap(SecretFiles::in);
        Stream<Path> destinations =
                settings.destinations().values().stream()
                        .map(Destination::kind)
                        .flatMap(SecretFiles::in);
        Stream<Path> listeners =
                settings.relay().stream()
                        .flatMap(relay -> relay.listeners().stream())
                        .map(Relay.Listener::tls)
                        .flatMap(tls -> tls.key().stream());
        Stream<Path> api = settings.api().stream().flatMap(one -> one.tls().key().stream());
        return Stream.of(tenants, destinations, listeners, api)
                .flatMap(files -> files)
                .distinct()
                .toList();
    }

    private static Stream<Credential> credentials(Tenant tenant) {
        return Stream.concat(Stream.of(tenant.credential()), tenant.nextCredential().stream());
    }

    private static Stream<Path> in(Credential credential) {
        return switch (credential) {
            case Credential.ClientSecret(Secret secret, _) -> secret.files().stream();
            case Credential.Certificate(_, Path key, Optional<Secret> password) ->
                    Stream.concat(Stream.of(key), password.stream().flatMap(SecretFiles::in));
            case Credential.KeyStore(Path store, Secret password) ->
                    Stream.concat(Stream.of(store), in(password));
            case Credential.Federated _, Credential.Managed _ -> Stream.of();
        };
    }

    private static Stream<Path> in(Kind kind) {
        return switch (kind) {
            case Kind.Folder _, Kind.Maildir _, Kind.Command _ -> Stream.of();
            case Kind.Webhook webhook ->
                    Stream.concat(
                                    webhook.signingSecret().stream(),
                                    webhook.headers().values().stream())
                            .flatMap(SecretFiles::in);
            case Way.Acs acs -> acs.accessKey().stream().flatMap(SecretFiles::in);
            case Way.Hve hve -> hve.password().stream().flatMap(SecretFiles::in);
            case Way.SmartHost host ->
                    host.signIn().stream()
                            .filter(SmartHostSignIn.Password.class::isInstance)
                            .map(SmartHostSignIn.Password.class::cast)
                            .flatMap(one -> in(one.password()));
            case Way.Exchange _, Way.AcsSmtp _, Way.Graph _ -> Stream.of();
        };
    }

    private static Stream<Path> in(Secret secret) {
        return secret.files().stream();
    }
}
