package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class MarkTest {

    @TempDir Path folder;

    @Test
    void secretIsKnownByItsFirstThreeCharacters() {
        assertThat(Mark.of(new Credential.ClientSecret(() -> "abc8Q~rest")))
                .isEqualTo(new Mark.Beginning("abc"));
        assertThat(Mark.of(new Credential.ClientSecret(() -> "ab")))
                .isEqualTo(new Mark.Beginning("ab"));
    }

    @Test
    void certificateIsKnownByItsThumbprint() throws Exception {
        TestKeys keys = TestKeys.rsa(TestKeys.host("postern.example.com"), HandClock.START);
        Path certificate = keys.writeCertificate(folder.resolve("c.pem"));
        Path key = TestKeys.write(folder.resolve("k.pem"), TestKeys.pem(keys.key()));
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(keys.certificate().getEncoded());

        assertThat(Mark.of(new Credential.PemCertificate(certificate, key)))
                .isEqualTo(new Mark.Thumbprint(HexFormat.of().withUpperCase().formatHex(digest)));
    }

    @Test
    void whatCannotBeReadAndWhatIsNoneOfOursHasNone() {
        assertThat(Mark.of(new Credential.PemCertificate(folder.resolve("x"), folder.resolve("y"))))
                .isEqualTo(new Mark.None());
        assertThat(Mark.of(new Credential.FederatedTokenFile(folder.resolve("x"))))
                .isEqualTo(new Mark.None());
        assertThat(Mark.of(new Credential.ManagedIdentity(Optional.empty())))
                .isEqualTo(new Mark.None());
    }
}
