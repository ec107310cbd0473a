package dev.musubi.issuer.outbound;

import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * How mail is handed in: to the one server an operator named, which takes it further (RFC 6409). Its address is the operator's
 * word, so no rule of addresses is asked about it.
 *
 * @param host the server
 * @param port its port
 * @param security how the connection is kept private
 * @param login who we are there; null where it asks nobody
 * @param trusted makes the connections of TLS; null for the JDK's authorities
 * @param from whom it is from, an address with or without a name
 * @param ourName what we call ourselves, a host's name (EHLO)
 * @param deadline for the whole exchange, from the look-up of the name to the server's last word
 */
public record MailOptions(
        String host,
        int port,
        Security security,
        @Nullable Login login,
        @Nullable SSLSocketFactory trusted,
        String from,
        String ourName,
        Duration deadline) {

    /** How a connection is kept private. */
    public enum Security {
        /** TLS from the first byte on (RFC 8314 section 3.3). */
        TLS,
        /** TLS from the server's greeting on, or nothing is sent (RFC 3207). */
        STARTTLS,
        /** Not at all: for a server on the same machine. */
        NONE
    }

    /** A name and a password. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[…]";
        }
    }
}
