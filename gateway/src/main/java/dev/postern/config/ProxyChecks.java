package dev.postern.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Looks at what does not go together in the proxy's listeners.
///
/// @param bound where the keys are
/// @param relay looks at what both have
record ProxyChecks(Bound bound, RelayChecks relay) {

    void run(List<Proxy> listeners) {
        Map<String, Integer> addresses = new HashMap<>();
        for (int i = 0; i < listeners.size(); i++) {
            String key = "proxy[" + i + "]";
            Proxy listener = listeners.get(i);
            Integer twin = addresses.putIfAbsent(listener.listen().toString(), i);
            if (twin != null) {
                bound.error(
                        key + ".listen",
                        "the same address as that of `proxy[" + twin + "]`",
                        "each address and port once",
                        "");
            }
            relay.tls(listener.tls(), key + ".tls");
            passwords(listener, key);
        }
    }

    private void passwords(Proxy listener, String key) {
        if (Loopback.names(listener.listen().host())) {
            return;
        }
        if (listener.tls().mode() == Relay.Tls.Mode.NONE && !listener.passwordsInClear()) {
            bound.error(
                    key + ".tls",
                    "without TLS nobody could sign in: passwords are not taken in the clear",
                    "`tls: {mode: starttls, certificate: …, key: …}`, or `implicit`",
                    "for clients that know no TLS: `passwords-in-clear: on`");
        }
        if (listener.passwordsInClear()) {
            bound.warn(
                    key + ".passwords-in-clear",
                    "passwords may go through the network in clear",
                    "TLS, and `passwords-in-clear: off`",
                    "");
        }
    }
}
