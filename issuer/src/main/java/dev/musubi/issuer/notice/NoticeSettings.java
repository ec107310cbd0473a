package dev.musubi.issuer.notice;

import dev.musubi.issuer.outbound.MailOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of notices.
 *
 * @param tick how often to look for notices that are due
 * @param settle how long a notice that a re-issue is needed waits for a consented refresh, which may spare it
 * @param quietFrom from when on nobody is disturbed
 * @param quietUntil until when; the same as {@code quietFrom} for no quiet hours
 * @param zone where it is that time
 * @param confirmTerm how long an address may be confirmed
 * @param email how mail is sent
 * @param push how messages go to browsers
 * @param letters where letters are laid
 */
@ConfigurationProperties("musubi.notices")
record NoticeSettings(
        @DefaultValue("PT5S") Duration tick,
        @DefaultValue("PT10M") Duration settle,
        @DefaultValue("21:00") LocalTime quietFrom,
        @DefaultValue("08:00") LocalTime quietUntil,
        @DefaultValue("Asia/Tokyo") ZoneId zone,
        @DefaultValue("P1D") Duration confirmTerm,
        @DefaultValue Email email,
        @DefaultValue Push push,
        @DefaultValue Letters letters) {

    /**
     * How mail is sent. Without {@code host} there is no such way.
     *
     * @param host the server that takes it
     * @param port its port
     * @param security how the connection is kept private
     * @param user who we are there; null where it asks nobody
     * @param passwordFile the file with the password
     * @param trustStore whose certificates it may have, a PKCS #12 file; null for the JDK's authorities
     * @param trustStorePassword its password
     * @param from whom mail is from
     * @param timeout for one mail
     * @param atOnce how many are sent at once
     */
    record Email(
            @Nullable String host,
            @DefaultValue("587") int port,
            @DefaultValue("STARTTLS") MailOptions.Security security,
            @Nullable String user,
            @Nullable Path passwordFile,
            @Nullable Path trustStore,
            @Nullable String trustStorePassword,
            @Nullable String from,
            @DefaultValue("PT30S") Duration timeout,
            @DefaultValue("8") int atOnce) {

        /** All of it, or none. */
        Email {
            if (host != null && from == null) {
                throw new IllegalArgumentException("musubi.notices.email: with host, from has to be said too");
            }
            if ((user == null) != (passwordFile == null)) {
                throw new IllegalArgumentException("musubi.notices.email: user and password-file go together");
            }
            if (user != null && security == MailOptions.Security.NONE) {
                throw new IllegalArgumentException(
                        "musubi.notices.email: a password is not sent in the clear: set security to STARTTLS or TLS");
            }
        }
    }

    /**
     * How messages go to browsers. Without {@code subject} there is no such way.
     *
     * @param subject where a push service reaches the operator: a {@code mailto:} or {@code https:} address (RFC 8292 section
     *     2.1)
     * @param trustStore whose certificates push services may have, a PKCS #12 file; null for the JDK's authorities
     * @param trustStorePassword its password
     * @param networks networks in CIDR notation in which push services may be although they are private, local or otherwise
     *     special. Those of {@code musubi.outbound.networks} are for peers the operator knows; whoever has a browser names this
     *     address
     * @param timeout for one message
     * @param atOnce how many are sent at once
     */
    record Push(
            @Nullable URI subject,
            @Nullable Path trustStore,
            @Nullable String trustStorePassword,
            @DefaultValue({}) List<String> networks,
            @DefaultValue("PT30S") Duration timeout,
            @DefaultValue("8") int atOnce) {

        /** Some push services take no message from whoever cannot be reached. */
        Push {
            if (subject != null && !List.of("mailto", "https").contains(String.valueOf(subject.getScheme()))) {
                throw new IllegalArgumentException(
                        "musubi.notices.push.subject: a mailto: or https: address under which you are reached");
            }
            networks = List.copyOf(networks);
        }
    }

    /**
     * Where letters are laid for whoever prints and posts them. Without {@code folder} there is no such way.
     *
     * @param folder the folder
     */
    record Letters(@Nullable Path folder) {}
}
