package dev.musubi.relyingparty;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches lists (Token Status List section 8.1) and holds them against the rules of section 8.3: the issuer's signature, the
 * address they were fetched from, their times, their length. Where there is an older one, only what changed since is fetched,
 * and what comes out of that is held against the root the issuer signed; whatever does not come out right is fetched whole.
 */
final class StatusListFetcher implements StatusLists.Source {

    private static final String LIST = "statuslist+jwt";
    private static final String CHANGES = "statuslist-changes+jwt";

    /** What a list of ours has, sixteen times. */
    private static final int LONGEST = 4 * 1024 * 1024;

    private static final Duration SHORTEST_TTL = Duration.ofSeconds(5);
    private static final Duration USUAL_TTL = Duration.ofMinutes(5);
    private static final Duration LONGEST_TTL = Duration.ofDays(1);

    private final URI issuer;
    private final Addresses addresses;
    private final Transport transport;
    private final Tokens tokens;

    StatusListFetcher(URI issuer, Addresses addresses, Transport transport, Tokens tokens) {
        this.issuer = issuer;
        this.addresses = addresses;
        this.transport = transport;
        this.tokens = tokens;
    }

    @Override
    public StatusList fetch(URI uri, @Nullable StatusList before) throws TransportException {
        // The issuer says where its lists are, in what it signs about a holder.
        addresses.hold(transport, issuer, uri);
        if (before != null && before.changes() != null) {
            Optional<StatusList> younger = changed(uri, before, before.changes());
            if (younger.isPresent()) {
                return younger.get();
            }
        }
        Transport.Answer answer = transport.get(uri, Map.of("Accept", "application/" + LIST));
        if (answer.status() != 200) {
            throw new TransportException(Trouble.Why.STATUS);
        }
        JWTClaimsSet claims = verified(answer.body(), LIST, uri);
        try {
            Map<String, Object> list = claims.getJSONObjectClaim("status_list");
            Integer bits = list == null ? null : Json.integer(list, "bits");
            String compressed = list == null ? null : Json.text(list, "lst");
            if (bits == null || compressed == null || !(bits == 1 || bits == 2 || bits == 4 || bits == 8)) {
                throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
            }
            byte[] bytes = StatusBytes.inflate(Base64.getUrlDecoder().decode(compressed), LONGEST);
            return list(claims, bits, bytes, uri);
        } catch (ParseException | IllegalArgumentException malformed) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD, malformed);
        }
    }

    /** The list before, with what changed since; empty where that is not to be had, or does not come out right. */
    private Optional<StatusList> changed(URI uri, StatusList before, URI changes) {
        try {
            Transport.Answer answer = transport.get(changes, Map.of("Accept", "application/" + CHANGES));
            if (answer.status() != 200) {
                return Optional.empty();
            }
            JWTClaimsSet claims = verified(answer.body(), CHANGES, uri);
            Map<String, Object> told = claims.getJSONObjectClaim("status_list_changes");
            Integer bits = told == null ? null : Json.integer(told, "bits");
            String packed = told == null ? null : Json.text(told, "changes");
            String root = told == null ? null : Json.text(told, "root");
            if (bits == null || bits != before.bits() || packed == null || root == null) {
                return Optional.empty();
            }
            byte[] bytes = before.bytes().clone();
            StatusBytes.apply(
                    bytes, bits, StatusBytes.inflate(Base64.getUrlDecoder().decode(packed), LONGEST));
            return root.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(StatusBytes.root(bytes)))
                    ? Optional.of(list(claims, bits, bytes, uri))
                    : Optional.empty();
        } catch (TransportException | ParseException | IllegalArgumentException notToBeHad) {
            return Optional.empty();
        }
    }

    private JWTClaimsSet verified(String token, String type, URI uri) throws TransportException {
        try {
            JWTClaimsSet claims = tokens.statusList(token, type);
            if (!uri.toString().equals(claims.getSubject())) {
                throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
            }
            return claims;
        } catch (NotSignedInException refused) {
            NotSignedIn why = refused.outcome();
            throw new TransportException(
                    why instanceof NotSignedIn.Unreachable unreachable
                            ? unreachable.trouble().why()
                            : Trouble.Why.NOT_UNDERSTOOD,
                    refused);
        }
    }

    private static StatusList list(JWTClaimsSet claims, int bits, byte[] bytes, URI uri)
            throws ParseException, TransportException {
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        // The standard lets a list have no end. One that is believed for ever is no answer to fail closed by.
        if (issued == null || expires == null) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
        }
        Object ttl = claims.getClaim("ttl");
        Map<String, Object> version = claims.getJSONObjectClaim("status_list_version");
        return new StatusList(
                bits,
                bytes,
                issued.toInstant(),
                expires.toInstant(),
                ttl instanceof Number seconds ? within(seconds.longValue()) : USUAL_TTL,
                version != null && version.get("number") instanceof Number number ? (Long) number.longValue() : null,
                version == null ? null : changes(version, uri));
    }

    private static Duration within(long seconds) {
        Duration ttl = Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_TTL.toSeconds())));
        return ttl.compareTo(SHORTEST_TTL) < 0 ? SHORTEST_TTL : ttl;
    }

    /** At the same host as the list: what is signed may still be wrong. */
    private static @Nullable URI changes(Map<String, Object> version, URI list) {
        String text = Json.text(version, "changes_uri");
        if (text == null) {
            return null;
        }
        URI uri = URI.create(text);
        return "https".equals(uri.getScheme()) && list.getRawAuthority().equals(uri.getRawAuthority()) ? uri : null;
    }
}
