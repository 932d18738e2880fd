package dev.postern.lab;

import dev.postern.lab.acs.AcsEndpoint;
import dev.postern.lab.acs.Operations;
import dev.postern.lab.control.OperationsPart;
import dev.postern.lab.control.Part;
import dev.postern.lab.control.RestFaultsPart;
import dev.postern.lab.graph.GraphDoor;
import dev.postern.lab.graph.GraphEndpoint;
import dev.postern.lab.http.Handler;
import dev.postern.lab.mail.fault.FaultRequest;
import dev.postern.lab.mail.smtp.desk.AcsUsage;
import dev.postern.lab.mail.smtp.desk.Premises;
import dev.postern.lab.rest.FaultyDoor;
import dev.postern.lab.rest.RestFaults;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The services that take mail by HTTP: Azure Communication Services Email and Graph. Any thread
/// may call.
public final class RestServices {

    private final AcsEndpoint acs;
    private final FaultyDoor acsDoor;
    private final FaultyDoor graphInside;
    private final GraphEndpoint graph;
    private final GraphDoor graphDoor;

    RestServices(Premises lab, AcsUsage usage, RandomGenerator random) {
        acs = new AcsEndpoint(lab, usage, random);
        acsDoor = new FaultyDoor(acs, lab.log(), LabLog.Source.ACS);
        graph = new GraphEndpoint(lab, random);
        graphInside = new FaultyDoor(graph, lab.log(), LabLog.Source.GRAPH);
        graphDoor = new GraphDoor(graphInside, graph);
    }

    /// How Azure Communication Services are going to fail; operations are `send` and `status`.
    public RestFaults acsFaults() {
        return acsDoor.faults();
    }

    /// The operations of Azure Communication Services, and how they go.
    public Operations acsOperations() {
        return acs.operations();
    }

    /// How Graph is going to fail; operations are the last words of the paths, such as `sendMail`.
    public RestFaults graphFaults() {
        return graphInside.faults();
    }

    /// The most requests for one mailbox that ever came to Graph at a time.
    public int graphRequestsMost() {
        return graphDoor.most();
    }

    /// How many drafts Graph keeps that were neither sent nor deleted.
    public int graphDrafts() {
        return graph.drafts();
    }

    /// Plans a fault as the control endpoint does, for instance `throttle retry-after=30s of=send`.
    public static void plan(RestFaults faults, String line) {
        faults.add(RestFaultsPart.read(FaultRequest.parse(line)));
    }

    Handler acs() {
        return acsDoor;
    }

    Handler graph() {
        return graphDoor;
    }

    /// Their faults, for the control endpoint.
    Map<String, Part> faultParts() {
        return Map.of(
                "acs", new RestFaultsPart(acsFaults()), "graph", new RestFaultsPart(graphFaults()));
    }

    /// The rest of what can be controlled.
    Map<String, Part> parts() {
        return Map.of("acs-operations", new OperationsPart(acsOperations()));
    }
}
