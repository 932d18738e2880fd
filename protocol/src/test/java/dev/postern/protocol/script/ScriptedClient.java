package dev.postern.protocol.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.script.Script.ServerStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Plays the client of a script to a server that is tested: says what `C:` says, and wants to hear
/// what `S:` says.
public final class ScriptedClient {

    private ScriptedClient() {}

    /// @param whole whether what is said at one time is sent together, or octet by octet
    public static void play(Script script, Socket client, boolean whole) throws IOException {
        for (ServerStep step : script.server()) {
            perform(step, client, whole);
        }
    }

    private static void perform(ServerStep step, Socket client, boolean whole) throws IOException {
        InputStream in = client.getInputStream();
        switch (step) {
            case ServerStep.HearLine(String line) -> say(line + "\r\n", client, whole);
            case ServerStep.Hear(String text) -> say(text, client, whole);
            case ServerStep.Say(String text) -> hear(text, in);
            case ServerStep.Close _ -> assertThat(in.read()).as("the end").isEqualTo(-1);
            case ServerStep.Stall _ -> client.shutdownOutput();
        }
    }

    private static void say(String text, Socket client, boolean whole) throws IOException {
        OutputStream out = client.getOutputStream();
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (whole) {
            out.write(octets);
            return;
        }
        for (byte octet : octets) {
            out.write(octet);
        }
    }

    private static void hear(String expected, InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            line.write(c);
            c = in.read();
        }
        String heard = line.toString(StandardCharsets.UTF_8);
        assertThat(heard).endsWith("\r");
        String wanted = expected.strip();
        if (wanted.endsWith("*")) {
            assertThat(heard).startsWith(wanted.substring(0, wanted.length() - 1));
        } else {
            assertThat(heard.strip()).isEqualTo(wanted);
        }
    }
}
