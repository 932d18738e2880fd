package dev.postern.app;

import dev.postern.config.Settings;
import dev.postern.control.CheckOrder;
import dev.postern.control.CheckReport;
import dev.postern.doctor.Doctor;
import dev.postern.token.CachedTokens;
import dev.postern.token.TokenSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Has the doctor look at settings.
final class Examination {

    private Examination() {}

    /// @param serviceRuns whether a service runs with these settings
    static CheckReport of(
            Settings settings, CheckOrder order, boolean serviceRuns, Gateway.Environment world)
            throws IOException, InterruptedException {
        Path temporary = Files.createTempDirectory("postern-check-");
        try {
            return of(settings, order, serviceRuns, new Place(world, temporary));
        } finally {
            Folders.delete(temporary);
        }
    }

    /// @param temporary a folder for what is built while it is sent
    private record Place(Gateway.Environment world, Path temporary) {}

    private static CheckReport of(
            Settings settings, CheckOrder order, boolean serviceRuns, Place place)
            throws IOException, InterruptedException {
        Gateway.Environment world = place.world();
        Wiring wiring = new Wiring();
        try (CachedTokens tokens =
                CachedTokens.open(
                        TokenSettings.usual(world.variables()),
                        Quiet.EVENTS,
                        world.clock(),
                        world.random())) {
            Ways ways = new Ways(wiring, tokens, world.clock(), place.temporary(), world.limits());
            WayPatients patients =
                    new WayPatients(
                            settings,
                            wiring,
                            tokens,
                            world.clock(),
                            new TestMails(
                                    ways,
                                    settings,
                                    world,
                                    order.testRecipient()
                                            .map(to ->
                                                    new TestMails.Errand(to, place.temporary()))));
            Clinic clinic =
                    new Clinic(settings, new Clinic.Parts(wiring, patients, world, serviceRuns));
            return new Doctor(world.clock()).examine(clinic.patients(order));
        }
    }
}
