package dev.postern.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PasswordHashTest {

    private static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(8, 1, 1);
    private static final byte[] SALT = new byte[16];

    private static byte[] octets(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void siblingOfTheSamePasswordIsTheSame() {
        PasswordHash hash = PasswordHash.make(octets("correct"), SALT, CHEAP);

        assertThat(hash.same(hash.sibling(octets("correct")))).isTrue();
        assertThat(hash.same(hash.sibling(octets("wrong")))).isFalse();
        assertThat(PasswordHash.parse(hash.text()).same(hash)).isTrue();
    }

    @Test
    void hashOfNoPasswordIsTheSameAsNone() {
        PasswordHash none = PasswordHash.ofNone(SALT, CHEAP);

        assertThat(none.same(none.sibling(octets("")))).isFalse();
        assertThat(none.same(none.sibling(SALT))).isFalse();
        assertThat(none.sibling(octets("x")).same(PasswordHash.make(octets("x"), SALT, CHEAP)))
                .isTrue();
    }
}
