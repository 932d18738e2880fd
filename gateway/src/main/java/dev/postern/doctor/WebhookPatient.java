package dev.postern.doctor;

import dev.postern.protocol.wire.Security;
import java.util.List;

/// A destination that is an HTTP server: it can be reached. Nothing is posted. A value.
public record WebhookPatient(String name, Reach reach) implements Patient {

    @Override
    public String about() {
        return "webhook at " + reach.endpoint();
    }

    @Override
    public List<Step> steps() {
        return reach.endpoint().security() == Security.NONE
                ? List.of(Step.NAME, Step.CONNECTION)
                : List.of(Step.NAME, Step.CONNECTION, Step.TLS);
    }

    @Override
    public void examine(Chart chart) throws OverException, InterruptedException {
        reach.only(chart);
    }
}
