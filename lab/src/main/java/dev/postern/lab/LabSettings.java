package dev.postern.lab;

import dev.postern.lab.directory.Binding;
import dev.postern.lab.directory.Tree;
import dev.postern.lab.directory.World;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.directory.WorldFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// How a lab starts.
///
/// @param host the name by which clients find it, which its certificates are made out to besides
///   `localhost`
/// @param caFile where the certificate of its authority is written
public record LabSettings(String host, Ports ports, Path caFile, World world) {

    /// Where it listens; 0 takes a free port.
    ///
    /// @param entra token endpoint, HTTPS
    /// @param identity managed identities, HTTP
    /// @param smtp Exchange Online's client submission, STARTTLS
    /// @param hve High Volume Email, STARTTLS
    /// @param acsSmtp Azure Communication Services by SMTP, STARTTLS
    /// @param smartHost a mail server of the organisation's own
    /// @param control the lab's own, HTTP
    /// @param acs Azure Communication Services, HTTPS
    /// @param graph HTTPS
    public record Ports(
            int entra,
            int identity,
            int imap,
            int pop3,
            int smtp,
            int hve,
            int acsSmtp,
            int smartHost,
            int control,
            int acs,
            int graph) {

        private static final int PORT_MAX = 65_535;

        /// What `postern lab` takes unless told otherwise.
        public static final Ports USUAL =
                new Ports(7443, 7180, 7993, 7995, 7587, 7588, 7589, 7525, 7080, 7444, 7445);

        /// Free ones, for tests.
        public static final Ports FREE = new Ports(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        public Ports {
            for (int port :
                    new int[] {
                        entra, identity, imap, pop3, smtp, hve, acsSmtp, smartHost, control, acs,
                        graph
                    }) {
                if (port < 0 || port > PORT_MAX) {
                    throw new IllegalArgumentException(
                            "a port is a number from 0 to " + PORT_MAX + ", not " + port);
                }
            }
        }
    }

    /// A file as it is written; a world without keys stands for the usual one.
    private record Written(String host, Ports ports, String caFile, JsonNode world) {}

    /// A well-made tenant on the usual ports.
    public static LabSettings usual() {
        return new LabSettings(
                "localhost", Ports.USUAL, Path.of("postern-lab-ca.pem"), new WorldFormat().demo());
    }

    /// The same on free ports, for tests.
    ///
    /// @param folder where the authority's certificate is written as `ca.pem`
    public static LabSettings free(Path folder) {
        return new LabSettings(
                "localhost", Ports.FREE, folder.resolve("ca.pem"), new WorldFormat().demo());
    }

    /// The same lab with another world.
    public LabSettings with(World other) {
        return new LabSettings(host, ports, caFile, other);
    }

    /// Reads a YAML file with the keys `host`, `ports`, `ca-file` and `world`; what is missing is
    /// as usual.
    ///
    /// @throws WorldException with file and line if it makes no sense
    public static LabSettings read(Path file) throws IOException, WorldException {
        return read(file.toString(), Files.readString(file));
    }

    static LabSettings read(String name, String text) throws WorldException {
        Tree tree = Tree.read(name, text);
        LabSettings usual = usual();
        Written defaults =
                new Written(
                        usual.host(),
                        usual.ports(),
                        usual.caFile().toString(),
                        JsonNodeFactory.instance.objectNode());
        Written written = new Binding().read(tree, defaults, Written.class);
        World world =
                written.world().isEmpty()
                        ? usual.world()
                        : new WorldFormat().read(tree, JsonPointer.compile("/world"));
        return new LabSettings(written.host(), written.ports(), Path.of(written.caFile()), world);
    }
}
