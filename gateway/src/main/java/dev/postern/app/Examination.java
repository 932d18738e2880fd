package dev.postern.app;

import dev.postern.config.Settings;
import dev.postern.control.CheckOrder;
import dev.postern.control.CheckReport;
import dev.postern.doctor.Doctor;
import dev.postern.token.CachedTokens;
import dev.postern.token.TokenSettings;
import java.io.IOException;

/// Has the doctor look at settings.
final class Examination {

    private Examination() {}

    /// @param serviceRuns whether a service runs with these settings
    static CheckReport of(
            Settings settings, CheckOrder order, boolean serviceRuns, Gateway.Environment world)
            throws IOException, InterruptedException {
        Wiring wiring = new Wiring();
        try (CachedTokens tokens =
                CachedTokens.open(
                        TokenSettings.usual(world.variables()),
                        Quiet.EVENTS,
                        world.clock(),
                        world.random())) {
            Ways ways =
                    new Ways(wiring, tokens, world.clock(), Store.temporary(settings.data()));
            WayPatients patients =
                    new WayPatients(
                            settings,
                            wiring,
                            tokens,
                            world.clock(),
                            new TestMails(ways, settings, world, order.testRecipient()));
            Clinic clinic =
                    new Clinic(settings, new Clinic.Parts(wiring, patients, world, serviceRuns));
            return new Doctor(world.clock()).examine(clinic.patients(order));
        }
    }
}
