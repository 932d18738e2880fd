package dev.postern.crash;

import dev.postern.lab.Lab;
import java.util.ArrayList;
import java.util.List;

/// A way by which mail leaves the relay.
enum WayOut {
    EXCHANGE("smtp", "exchange: {tenant: lab, mailbox: noreply@example.cz}"),
    ACS_SMTP("acs-smtp", "acs-smtp: {username: postern, tenant: lab, server: \"{acs-smtp}\"}"),
    ACS("", "acs: {endpoint: \"{acs}\", tenant: lab}"),
    HVE("hve", "hve: {account: hve@example.cz, tenant: lab, server: \"{hve}\"}"),
    GRAPH(
            "",
            "graph: {endpoint: \"{graph}\", scope: \"https://graph.microsoft.com/.default\","
                    + " tenant: lab, mailbox: noreply@example.cz}"),
    SMART_HOST(
            "smart-host", "smart-host: {host: localhost, port: {smart-host-port}, trust: ca.pem}");

    /// How an SMTP server fails. The answer after the final dot is lost, late, or never was; the
    /// message is cut off, or nobody reads on; somebody is busy; the network does what it wants.
    private static final List<String> SMTP_FAULTS =
            List.of(
                    "lost-reply",
                    "stall command=DOT from=answer time=1500ms",
                    "reset command=DOT from=answer",
                    "drop command=DOT",
                    "drip command=DOT from=answer time=300ms",
                    "intake way=stall after=500 time=1500ms",
                    "intake way=drip after=500 time=5ms",
                    "intake way=drop after=500",
                    "intake way=reset after=500",
                    "drop command=CONNECT",
                    "drop command=MAIL",
                    "reset command=RCPT from=answer",
                    "stall command=MAIL time=1500ms",
                    "answer command=CONNECT text=\"421 4.3.2 Service not active\"",
                    "answer command=RCPT text=\"451 4.7.0 Temporary server error\"",
                    "answer command=DOT text=\"452 4.3.1 Insufficient system resources\"");

    private final String protocol;
    private final String settings;

    WayOut(String protocol, String settings) {
        this.protocol = protocol;
        this.settings = settings;
    }

    /// The destination's settings.
    String settings(Lab.Started lab) {
        return settings.replace("{smart-host-port}", lab.smartHost().replaceFirst(".*:", ""))
                .replace("{hve}", lab.hve())
                .replace("{acs-smtp}", lab.acsSmtp())
                .replace("{acs}", lab.acs())
                .replace("{graph}", lab.graph());
    }

    /// What can go wrong on this way.
    List<Trouble> troubles(Lab lab) {
        List<Trouble> troubles = new ArrayList<>();
        if (this != SMART_HOST) {
            troubles.add(new TokensAway(lab.entra().faults()));
        }
        switch (this) {
            case EXCHANGE, ACS_SMTP, HVE, SMART_HOST ->
                    troubles.addAll(LabFaults.of(lab.mail().faults(), protocol, SMTP_FAULTS));
            case ACS -> {
                troubles.addAll(RestTrouble.of(lab.rest().acsFaults(), "send"));
                troubles.addAll(RestTrouble.of(lab.rest().acsFaults(), "status"));
            }
            case GRAPH -> troubles.addAll(RestTrouble.of(lab.rest().graphFaults(), "sendMail"));
        }
        return troubles;
    }
}
