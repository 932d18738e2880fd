package dev.postern.protocol.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationCommandTest {

    /// A line as it comes from the wire.
    private static AuthorizationCommand parse(String line) {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        return AuthorizationCommand.parse(new String(octets, StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PASS secret|secret",
                "pass secret|secret",
                // RFC 1939 §7: spaces are part of the password.
                "'PASS a secret  with spaces '|'a secret  with spaces '",
                "'PASS  leading'|' leading'",
                "'PASS  '|' '",
                "PASS žluťoučký|žluťoučký"
            })
    void passwordIsAllThatFollowsTheBlank(String line, String password) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        AuthorizationCommand.Pass.class,
                        pass ->
                                assertThat(pass.password())
                                        .isEqualTo(password.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void passwordThatIsNoUtf8ArrivesOctetByOctet() {
        assertThat(AuthorizationCommand.parse("PASS \u00e9\u00ff\u0007"))
                .isInstanceOfSatisfying(
                        AuthorizationCommand.Pass.class,
                        pass -> assertThat(pass.password()).containsExactly(0xe9, 0xff, 7));
    }

    @ParameterizedTest
    @CsvSource({
        "USER razr@example.cz,razr@example.cz",
        "'user  razr@example.cz ',razr@example.cz",
        "USER příjem@example.cz,příjem@example.cz",
        "USER an account,an account"
    })
    void namesLoseTheBlanksAroundThem(String line, String name) {
        assertThat(parse(line)).isEqualTo(new AuthorizationCommand.User(name));
    }

    @Test
    void namesInLatin1AreUnderstood() {
        assertThat(AuthorizationCommand.parse("USER Jos\u00e9"))
                .isEqualTo(new AuthorizationCommand.User("Jos\u00e9"));
    }

    @Test
    void authMayHaveAnInitialResponse() {
        assertThat(parse("AUTH PLAIN"))
                .isEqualTo(new AuthorizationCommand.Auth("PLAIN", Optional.empty()));
        assertThat(parse("auth login =  "))
                .isEqualTo(new AuthorizationCommand.Auth("login", Optional.of("=")));
        assertThat(parse("AUTH")).isEqualTo(new AuthorizationCommand.ListMechanisms());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "USER",
                "USER ",
                "PASS",
                "PASS ",
                "QUIT now",
                "CAPA x",
                "STLS x",
                "XTND",
                "AUTH PLAIN one two",
                "CAPA\u0000",
                "USER a\u0007b",
                "PASS a\u0000b",
                "USER\ta"
            })
    void whatIsNoCommandIsRefused(String line) {
        assertThat(parse(line)).isInstanceOf(AuthorizationCommand.Bad.class);
    }

    @Property(tries = 2000)
    void whateverIsSaidIsACommandOrGetsAReplyOfOneLine(@ForAll @From("lines") String line) {
        AuthorizationFuzz.fuzzerTestOneInput(line.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> beginning =
                Arbitraries.of(
                        "USER ",
                        "PASS ",
                        "AUTH PLAIN ",
                        "auth login ",
                        "AUTH LOGIN AGEAYg==",
                        "AUTH",
                        "CAPA",
                        "STLS",
                        "QUIT",
                        "APOP ",
                        "STAT",
                        "");
        Arbitrary<String> rest =
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(16);
        return Combinators.combine(beginning, rest).as(String::concat);
    }
}
