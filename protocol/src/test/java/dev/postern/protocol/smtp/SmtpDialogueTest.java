package dev.postern.protocol.smtp;

import dev.postern.protocol.script.Dialogues;
import dev.postern.protocol.wire.Dialogue;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SmtpDialogueTest {

    @TestFactory
    Stream<DynamicTest> sessionsGoAsWritten() throws IOException, URISyntaxException {
        return Dialogues.in(
                Path.of(SmtpDialogueTest.class.getResource("/smtp/client").toURI()),
                port -> new SmtpActor(port, SmtpClient.DEADLINES, Dialogue.UNHEARD));
    }
}
