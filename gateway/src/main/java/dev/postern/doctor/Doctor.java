package dev.postern.doctor;

import dev.postern.control.CheckReport;
import dev.postern.control.CheckReport.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Examines entries side by side, so many at a time. Safe for use by many threads.
public final class Doctor {

    /// A mailbox server counts connections, and this machine's memory is no concern.
    private static final int AT_ONCE = 16;

    private final InstantSource clock;

    public Doctor(InstantSource clock) {
        this.clock = clock;
    }

    /// Examines all of them and returns when the last one is done.
    public CheckReport examine(List<? extends Patient> patients) throws InterruptedException {
        Instant begun = clock.instant();
        long start = System.nanoTime();
        Experience experience = new Experience();
        List<Chart> charts = charts(patients, experience);
        List<CheckReport.Entry> entries = new ArrayList<>();
        for (int i = 0; i < patients.size(); i++) {
            Patient patient = patients.get(i);
            entries.add(
                    CheckReport.Entry.of(
                            patient.name(), patient.about(), charts.get(i).steps(patient.steps())));
        }
        boolean ok = entries.stream().noneMatch(entry -> entry.verdict() == Verdict.FAILED);
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return new CheckReport(begun, millis, ok, entries);
    }

    private static List<Chart> charts(List<? extends Patient> patients, Experience experience)
            throws InterruptedException {
        Semaphore room = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Chart>> all = new ArrayList<>();
            for (Patient patient : patients) {
                all.add(threads.submit(() -> chart(patient, experience, room)));
            }
            List<Chart> charts = new ArrayList<>();
            for (Future<Chart> one : all) {
                charts.add(one.get());
            }
            return charts;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an examination failed by our own fault", e.getCause());
        }
    }

    private static Chart chart(Patient patient, Experience experience, Semaphore room)
            throws InterruptedException {
        room.acquire();
        Chart chart = new Chart(experience);
        try {
            patient.examine(chart);
        } catch (OverException _) {
            // The chart tells at which step.
        } finally {
            room.release();
        }
        return chart;
    }
}
