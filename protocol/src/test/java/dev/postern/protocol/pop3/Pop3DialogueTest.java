package dev.postern.protocol.pop3;

import dev.postern.protocol.script.Dialogues;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class Pop3DialogueTest {

    @TestFactory
    Stream<DynamicTest> sessionsGoAsWritten() throws IOException, URISyntaxException {
        return Dialogues.in(
                Path.of(Pop3DialogueTest.class.getResource("/pop3").toURI()),
                port -> new Pop3Actor(port, Deadlines.USUAL, Dialogue.UNHEARD));
    }
}
