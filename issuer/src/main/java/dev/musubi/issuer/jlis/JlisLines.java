package dev.musubi.issuer.jlis;

import dev.musubi.issuer.outbound.AddressRules;
import dev.musubi.issuer.outbound.Line;
import dev.musubi.issuer.outbound.LineOptions;
import dev.musubi.issuer.outbound.Network;
import dev.musubi.issuer.outbound.Outbound;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The lines to J-LIS: for status, for lists, and for the services with a certificate of ours. */
@Component
final class JlisLines {

    private static final long LARGEST_STATUS = 64L * 1024;
    private static final long LARGEST_LIST = 256L * 1024 * 1024;
    private static final long LARGEST_ANSWER = 1024L * 1024;
    private static final int LIST_FACTOR = 6;

    private final Line status;
    private final Line lists;
    private final Line services;

    JlisLines(JlisSettings settings, Outbound outbound) throws IOException {
        AddressRules rules = outbound.rules()
                .alsoAllowing(settings.networks().stream().map(Network::parse).toList());
        Duration timeout = settings.timeout();
        this.status = outbound.line(options("jlis-status", rules, null, timeout, LARGEST_STATUS));
        this.lists = outbound.line(options("jlis-lists", rules, null, timeout.multipliedBy(LIST_FACTOR), LARGEST_LIST));
        this.services =
                outbound.line(options("jlis-services", rules, MutualTls.context(settings), timeout, LARGEST_ANSWER));
    }

    private static LineOptions options(
            String name, AddressRules rules, @Nullable SSLContext tls, Duration deadline, long most) {
        return new LineOptions(name, rules, tls, deadline, most);
    }

    /** To the OCSP responders. */
    Line status() {
        return status;
    }

    /** To the revocation lists, which may take six times as long. */
    Line lists() {
        return lists;
    }

    /** To the services for verifiers, over mutual TLS. */
    Line services() {
        return services;
    }
}
