package dev.postern.doctor;

import dev.postern.advice.Evidence;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.delivery.Answer;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/// The last step of a way out: a real message, if one is wanted. A value.
///
/// @param mail empty if none is wanted
/// @param to to whom
public record Proof(Optional<TestMail> mail, String to) {

    private static final Pattern ADVICE = Pattern.compile(" (Likeliest c|C)ause: ");

    /// @param evidence makes evidence of the stage and the server's words
    void test(Chart chart, Service service, BiFunction<Stage, String, Evidence> evidence)
            throws InterruptedException {
        if (mail.isEmpty()) {
            return;
        }
        String did = "We sent a message to %s.".formatted(to);
        try {
            Answer answer = mail.get().send();
            Optional<String> refusal = refusal(answer).map(Proof::withoutAdvice);
            if (refusal.isEmpty()) {
                chart.fine(
                        Step.TEST_MESSAGE,
                        "%s took a message to %s".formatted(service.title(), to));
            } else {
                chart.wrong(
                        Step.TEST_MESSAGE,
                        Ailment.of(did, evidence.apply(Stage.MESSAGE, refusal.get())));
            }
        } catch (IOException e) {
            chart.wrong(
                    Step.TEST_MESSAGE,
                    Ailment.of(did, evidence.apply(Stage.MESSAGE, Reach.words(e))));
        }
    }

    /// What a destination says for the log ends with the likeliest cause, which is told here apart.
    private static String withoutAdvice(String words) {
        return ADVICE.split(words, 2)[0];
    }

    private static Optional<String> refusal(Answer answer) {
        return switch (answer) {
            case Answer.Taken _ -> Optional.empty();
            case Answer.NotNow notNow -> Optional.of(notNow.reason());
            case Answer.Busy busy -> Optional.of(busy.reason());
            case Answer.Unclear unclear -> Optional.of(unclear.words());
            case Answer.OtherWay otherWay -> Optional.of(otherWay.words());
            case Answer.Refused refused -> Optional.of(refused.words());
            case Answer.Each each ->
                    each.answers().values().stream()
                            .map(Proof::refusal)
                            .flatMap(Optional::stream)
                            .findFirst();
        };
    }
}
