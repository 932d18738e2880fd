package dev.postern.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// The dependency rules of the design, one test a rule, each with the reason that a failure prints.
@Tag("slow")
class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.postern");

    @TestFactory
    Stream<DynamicTest> theHouseStands() {
        return Stream.of(protocol(), lab(), gateway(), state(), names())
                .flatMap(List::stream)
                .map(rule ->
                        DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }

    private static List<ArchRule> protocol() {
        return List.of(
                onlyDependOn("dev.postern.protocol..", "dev.postern.protocol..")
                        .because("the RFCs in Java need nothing but the JDK"),
                protocolPackage("imap"),
                protocolPackage("pop3"),
                protocolPackage("smtp"),
                noClasses()
                        .that()
                        .resideInAPackage("dev.postern.protocol..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.nio.file..", "java.util.logging..", "java.sql..")
                        .because("a protocol library touches no files and writes no log"));
    }

    private static ArchRule protocolPackage(String name) {
        return noClasses()
                .that()
                .resideInAPackage("dev.postern.protocol." + name + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.postern.protocol..")
                                .and(
                                        not(
                                                resideInAnyPackage(
                                                        "dev.postern.protocol." + name + "..",
                                                        "dev.postern.protocol.login..",
                                                        "dev.postern.protocol.mail..",
                                                        "dev.postern.protocol.sasl..",
                                                        "dev.postern.protocol.wire.."))))
                .because("a wire protocol uses what all share, and never another wire protocol");
    }

    private static List<ArchRule> lab() {
        return List.of(
                noClasses()
                        .that()
                        .resideInAPackage("dev.postern.lab..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("dev.postern..")
                                        .and(not(resideInAPackage("dev.postern.lab.."))))
                        .because("a misreading of an RFC must not hide on both sides of the wire"));
    }

    private static List<ArchRule> gateway() {
        return List.of(
                knowsOnly("event").because("everybody may report, so events know nobody"),
                knowsOnly("sql").because("it serves two stores and is none"),
                knowsOnly("config").because("settings are read before anything else exists"),
                knowsOnly("advice", "protocol")
                        .because("knowledge is asked by all, and asks nobody"),
                knowsOnly("setup", "advice", "config")
                        .because("scripts are made of the settings, and nothing is run here"),
                knowsOnly("token", "advice", "event").because("tokens know no mail"),
                knowsOnly("queue", "sql", "event", "protocol")
                        .because("the queue knows neither who fills nor who empties it"),
                knowsOnly("collector", "queue", "token", "advice", "event", "protocol")
                        .because("the collector puts in through queue.Intake and knows no way out"),
                knowsOnly("delivery", "queue", "token", "advice", "event", "protocol")
                        .because("delivery takes out through queue.Outlet and knows no way in"),
                knowsOnly("submission", "listen", "relay", "account", "queue", "event", "protocol")
                        .because(
                                "submission speaks SMTP to those who hand in, and knows no way out"),
                knowsOnly("listen", "event")
                        .because("who takes connections does not know what is said on them"),
                knowsOnly("bounce", "delivery", "queue", "event", "protocol")
                        .because("a bounce is the one thing that is taken out to be put in"),
                knowsOnly(
                                "api",
                                "listen",
                                "relay",
                                "account",
                                "compose",
                                "queue",
                                "event",
                                "protocol")
                        .because("the API speaks HTTP to those who hand in, and knows no way out"),
                knowsOnly("compose", "protocol")
                        .because("to write a message takes nothing but what is to stand in it"),
                knowsOnly("account", "sql", "event", "protocol")
                        .because("accounts know nothing of what they are good for"),
                knowsOnly("relay", "queue", "account", "event", "protocol")
                        .because("the relay puts in through queue.Intake and knows no wire"),
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                "dev.postern.relay..",
                                "dev.postern.submission..",
                                "dev.postern.api..")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("dev.postern.queue.Outlet")
                        .because("what comes in does not look at what goes out"),
                knowsOnly("proxy", "listen", "account", "token", "advice", "event", "protocol")
                        .because(
                                "the proxy passes octets on and stores nothing: it knows no queue"),
                knowsOnly("audit", "advice", "control")
                        .because(
                                "the audit reads files and judges; it asks nobody and knows no mail"),
                knowsOnly("doctor", "control", "advice", "delivery", "token", "protocol")
                        .because(
                                "the doctor speaks to the other side as the service does, and reads no settings"),
                knowsOnly(
                                "control",
                                "advice",
                                "config",
                                "queue",
                                "collector",
                                "delivery",
                                "token",
                                "event")
                        .because(
                                "control is what an operator may ask; it knows no screen and no terminal"),
                knowsOnly("cli", "control").because("the command line knows only control"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.postern.app..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.postern.app..")
                        .because("app wires all, and nobody knows app"),
                noClasses()
                        .that()
                        .resideInAPackage("dev.postern.collector..")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("dev.postern.queue.Outlet")
                        .because("what comes in does not look at what goes out"),
                noClasses()
                        .that()
                        .resideInAPackage("dev.postern.delivery..")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("dev.postern.queue.Intake")
                        .because("what goes out does not look at what comes in"),
                slices().matching("dev.postern.(*)..")
                        .should()
                        .beFreeOfCycles()
                        .because("a cycle is one package in two folders"));
    }

    private static List<ArchRule> state() {
        return List.of(
                fields().that()
                        .areStatic()
                        .should()
                        .beFinal()
                        .because("there is no mutable global state"),
                noClasses()
                        .that(not(resideInAnyPackage("dev.postern.app..", "dev.postern.lab..")))
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(Clock.class, "systemUTC")
                        .orShould()
                        .callMethod(Clock.class, "systemDefaultZone")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callConstructor(Random.class)
                        .because("time and randomness are passed in, so that tests can set them"),
                noClasses()
                        .that(not(resideInAnyPackage("dev.postern.app..", "dev.postern.cli..")))
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .callMethod(System.class, "exit", int.class)
                        .because("only the command line talks to the terminal"),
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.postern.queue..",
                                "dev.postern.account.sqlite..",
                                "dev.postern.sql..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.sql..", "org.sqlite..", "com.zaxxer..", "org.flywaydb..")
                        .because("only the stores of messages and of accounts speak SQL"),
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.postern.api..", "dev.postern.app..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.sun.net.httpserver..")
                        .because("the JDK's HTTP server is visible in one package and the demo"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.postern.token..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.microsoft.aad..")
                        .because("the library for tokens is visible in one package"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.postern.cli..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("picocli..")
                        .because("only the command line parses options"));
    }

    private static List<ArchRule> names() {
        return List.of(
                noClasses()
                        .should()
                        .haveNameMatching(".*(Impl|Manager|Utils|Util|Helper|Data)")
                        .because("such a name says nothing of what the class is"),
                classes()
                        .that()
                        .haveSimpleNameEndingWith("Exception")
                        .should()
                        .beAssignableTo(Exception.class)
                        .because("the name promises it"));
    }

    private static com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction onlyDependOn(
            String who, String... own) {
        String[] allowed =
                Stream.concat(Stream.of(own), Stream.of("java..", "javax..", "org.jspecify.."))
                        .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(who)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }

    /// Within Postern the package may use itself and those named, and nothing else.
    private static ArchRule knowsOnly(String who, String... others) {
        String[] allowed =
                Stream.concat(Stream.of(who), Stream.of(others))
                        .map(name -> "dev.postern." + name + "..")
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("dev.postern." + who + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.postern..").and(not(resideInAnyPackage(allowed))))
                .as(
                        who
                                + " knows only itself"
                                + (others.length == 0 ? "" : " and " + String.join(", ", others)));
    }
}
