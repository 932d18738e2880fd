package dev.postern.protocol.smtp;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CommandParserPropertiesTest {

    @Property(tries = 2000)
    void whateverIsSaidIsACommandOrGetsAReplyOfOneLine(@ForAll @From("lines") String line) {
        CommandFuzz.fuzzerTestOneInput(line.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> beginning =
                Arbitraries.of(
                        "MAIL FROM:<",
                        "MAIL FROM:<a@example.cz> ",
                        "RCPT TO:<b@example.cz> NOTIFY=",
                        "rcpt to:",
                        "BDAT ",
                        "AUTH PLAIN ",
                        "AUTH LOGIN AGEAYg==",
                        "EHLO ",
                        "STARTTLS",
                        "");
        return Combinators.combine(beginning, Arbitraries.strings().all().ofMaxLength(20))
                .as(String::concat);
    }
}
