package dev.postern.lab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class AuthorityTest {

    @RepeatedTest(64)
    void nameEndsInSixteenDigitsWhateverTheirValue() {
        Authority authority = Authority.create(new SecureRandom(), Instant.EPOCH);

        assertThat(authority.certificate().getSubjectX500Principal().getName())
                .matches("CN=Postern lab authority [0-9a-f]{16}");
    }
}
