package dev.postern.delivery.command;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Words;
import dev.postern.delivery.mime.Letterhead;
import java.io.IOException;

/// Hands each message over to one run of a program. Exit status 0 takes it.
public final class CommandAgent implements DeliveryAgent {

    /// `EX_TEMPFAIL` of `sysexits.h`.
    private static final int TRY_AGAIN = 75;

    /// A program ended by a signal is reported with this added to the signal's number.
    private static final int SIGNAL = 128;

    private static final int SIGNAL_MAX = 64;

    private final CommandSettings settings;

    public CommandAgent(CommandSettings settings) {
        this.settings = settings;
    }

    @Override
    public Answer hand(Parcel parcel) throws InterruptedException {
        Run run;
        try {
            run = new Run(start(parcel), parcel);
        } catch (IOException e) {
            return new Answer.NotNow(
                    "could not start "
                            + settings.program()
                            + ": check that it is there and may be executed ("
                            + Words.of(e)
                            + ")",
                    Cause.DESTINATION);
        }
        if (!run.await(settings.timeLimit())) {
            return new Answer.NotNow(
                    settings.program()
                            + " was killed, because it did not end within "
                            + settings.timeLimit()
                            + said(run),
                    Cause.UNKNOWN);
        }
        return answer(run);
    }

    private Process start(Parcel parcel) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(settings.line()).redirectErrorStream(true);
        Environment.set(builder.environment(), parcel, Letterhead.read(parcel));
        return builder.start();
    }

    private Answer answer(Run run) {
        int status = run.exitStatus();
        String words = settings.program() + " ended with exit status " + status + said(run);
        if (status == 0) {
            return new Answer.Taken(words);
        }
        if (status == TRY_AGAIN) {
            return new Answer.NotNow(words, Cause.UNKNOWN);
        }
        if (status > SIGNAL && status <= SIGNAL + SIGNAL_MAX) {
            return new Answer.NotNow(
                    settings.program() + " was ended by signal " + (status - SIGNAL) + said(run),
                    Cause.UNKNOWN);
        }
        return new Answer.Refused(words);
    }

    private static String said(Run run) {
        String words = run.words();
        return words.isEmpty() ? "" : ": " + words;
    }
}
