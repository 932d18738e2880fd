package dev.postern.protocol.imap;

import dev.postern.protocol.script.Dialogues;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ImapDialogueTest {

    @TestFactory
    Stream<DynamicTest> sessionsGoAsWritten() throws IOException, URISyntaxException {
        return Dialogues.in(
                Path.of(ImapDialogueTest.class.getResource("/imap").toURI()),
                port -> new ImapActor(port, Deadlines.USUAL, Dialogue.UNHEARD));
    }
}
