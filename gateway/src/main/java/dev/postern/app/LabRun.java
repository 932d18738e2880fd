package dev.postern.app;

import dev.postern.control.Narrator;
import dev.postern.control.Operations.LabOrder;
import dev.postern.control.UnusableException;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// Runs the lab for a person's own tests.
final class LabRun {

    private LabRun() {}

    static void run(LabOrder order, Narrator narrator) throws IOException, InterruptedException {
        throw new UnusableException("");
    }
}
