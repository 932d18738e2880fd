package dev.postern.relay;

import dev.postern.account.SenderPolicy.From;
import dev.postern.protocol.mail.Envelope;
import java.nio.charset.StandardCharsets;

/// What the relay costs for a message of 4 kB, without the queue. Run by hand.
final class LetterBench {

    private static final int ROUNDS = 8;
    private static final int MESSAGES = 20_000;

    private LetterBench() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            text.append("X-Field-").append(i).append(": some value of a usual length\r\n");
        }
        text.append("From: Scanner <scanner@example.cz>\r\nTo: boss@example.cz\r\nDate: x\r\n")
                .append("Message-ID: <1@x>\r\nSubject: a scan\r\n\r\n");
        while (text.length() < 4096) {
            text.append("A line of text of a usual length, as they are in most messages.\r\n");
        }
        byte[] message = text.toString().getBytes(StandardCharsets.US_ASCII);
        Envelope envelope = Desk.envelope("scanner@example.cz");
        for (From from : From.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                Desk desk = new Desk();
                Principal who = Desk.account(from, "scanner@example.cz");
                long begin = System.nanoTime();
                for (int i = 0; i < MESSAGES; i++) {
                    desk.send(who, envelope, message, message.length);
                    desk.intake.offers.clear();
                    desk.events.clear();
                }
                double each = (System.nanoTime() - begin) / 1000.0 / MESSAGES;
                if (round == ROUNDS - 1) {
                    System.out.printf("%s: %.1f µs a message%n", from, each);
                }
            }
        }
    }
}
