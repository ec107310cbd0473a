package dev.musubi.issuer.outbound;

import dev.musubi.issuer.outbound.AddressRules.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a host and lets only those of its addresses through that may be called. The client connects to what this returns
 * and never resolves again, so that a name which resolves to something else a moment later (DNS rebinding) gains nothing.
 */
final class CheckedNames implements DnsResolver {

    private final AddressRules rules;
    private final NameService names;

    CheckedNames(AddressRules rules, NameService names) {
        this.rules = rules;
        this.names = names;
    }

    /** Turns a name into addresses. */
    @FunctionalInterface
    interface NameService {
        /** All addresses of a host, which may be written as an address already. */
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    /** All of a host's addresses are refused. */
    static final class RefusedHostException extends UnknownHostException {
        private final transient Refusal why;

        RefusedHostException(Refusal why) {
            super(why.code());
            this.why = why;
        }

        Refusal why() {
            return why;
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        List<InetAddress> open = new ArrayList<>();
        Optional<Refusal> refused = Optional.empty();
        for (InetAddress address : names.lookUp(host)) {
            Optional<Refusal> refusal = rules.of(address);
            if (refusal.isEmpty()) {
                open.add(address);
            } else {
                refused = refusal;
            }
        }
        if (open.isEmpty() && refused.isPresent()) {
            throw new RefusedHostException(refused.get());
        }
        return open.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host; // Only asked for by Kerberos, which nobody here speaks.
    }
}
