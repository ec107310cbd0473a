package dev.musubi.issuer.outbound;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a kind of calls is made.
 *
 * @param name the kind, for the log
 * @param rules where they may go
 * @param tls whom to trust and who we are; null for the JDK's authorities and no certificate of ours
 * @param deadline for the whole exchange: name, connection, handshake, request, head, and the last byte of the body
 * @param mostBytes how long a body may be
 */
public record LineOptions(
        String name, AddressRules rules, @Nullable SSLContext tls, Duration deadline, long mostBytes) {}
