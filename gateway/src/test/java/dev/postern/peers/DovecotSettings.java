package dev.postern.peers;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// Dovecot's settings (2.3) for one user's use, without anything of the machine's own.
///
/// @param folder where everything of it is
/// @param introspection where it asks whose token it got
/// @param sameUser what has to be the same of the token's owner and of who signs in: `%u`, all of
///   the name; `%d`, its domain
record DovecotSettings(Path folder, Ports ports, URI introspection, String sameUser) {

    /// Where it listens.
    ///
    /// @param imapInClear for clients on this machine
    record Ports(int imap, int imapInClear, int pop3) {

        List<Integer> all() {
            return List.of(imap, imapInClear, pop3);
        }
    }

    private static final String TEXT =
            """
            base_dir = $folder/run
            state_dir = $folder/run
            log_path = $folder/log
            protocols = imap pop3
            listen = 127.0.0.1
            ssl = required
            ssl_cert = <$folder/cert.pem
            ssl_key = <$folder/key.pem
            ssl_dh =
            auth_mechanisms = xoauth2 oauthbearer plain
            auth_verbose = yes
            auth_failure_delay = 0
            auth_username_format = %Lu
            default_internal_user = $internal
            default_internal_group = $group
            default_login_user = $login
            first_valid_uid = 1
            first_valid_gid = 1
            mail_location = maildir:$folder/mail/%u
            mail_fsync = never
            mail_max_userip_connections = 100
            default_process_limit = 500
            protocol imap {
              mail_plugins = zlib imap_zlib
            }
            passdb {
              driver = oauth2
              mechanisms = xoauth2 oauthbearer
              args = $folder/oauth2.conf.ext
            }
            passdb {
              driver = static
              mechanisms = plain
              args = password=$password
            }
            userdb {
              driver = static
              args = allow_all_users=yes uid=$mailuser gid=$mailgroup home=$folder/mail/%u
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = $clear
              }
              inet_listener imaps {
                port = $imap
                ssl = yes
              }
            }
            service pop3-login {
              chroot =
              inet_listener pop3 {
                port = 0
              }
              inet_listener pop3s {
                port = $pop3
                ssl = yes
              }
            }
            service anvil {
              chroot =
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service stats {
              chroot =
            }
            """;

    private static final String OAUTH2 =
            """
            introspection_mode = get
            introspection_url = $introspection
            username_attribute = username
            username_format = $same
            active_attribute = active
            active_value = true
            """;

    String text() {
        return forWhoeverRuns(TEXT)
                .replace("$folder", folder.toString())
                .replace("$password", Dovecot.PASSWORD)
                .replace("$imap", Integer.toString(ports.imap()))
                .replace("$clear", Integer.toString(ports.imapInClear()))
                .replace("$pop3", Integer.toString(ports.pop3()));
    }

    /// Settings in which `$internal`, `$group`, `$login`, `$mailuser` and `$mailgroup` are users
    /// and groups that whoever runs this may become.
    static String forWhoeverRuns(String settings) {
        String me = System.getProperty("user.name", "nobody");
        boolean root = me.equals("root");
        return settings.replace("$internal", root ? "dovecot" : me)
                .replace("$group", root ? "dovecot" : me)
                .replace("$login", root ? "dovenull" : me)
                .replace("$mailuser", root ? "nobody" : me)
                .replace("$mailgroup", root ? "nogroup" : me);
    }

    String oauth2() {
        return OAUTH2.replace("$introspection", introspection.toString())
                .replace("$same", sameUser);
    }
}
