package dev.musubi.relyingparty;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.musubi.relyingparty.SignalOutcome.Fault;
import dev.musubi.relyingparty.standing.Freshness;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads security event tokens (RFC 8417, as the OpenID Shared Signals Framework 1.0 section 4 has them): {@code typ}
 * {@code secevent+jwt}, so that no ID token or logout token is taken for one; signed by ES256, PS256, or RS256, which the
 * CAEP Interoperability Profile 1.0 demands; one event. They never expire, so whether one comes again is for its reader to
 * know.
 */
final class EventTokens {

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256, JWSAlgorithm.RS256);
    private static final int LONGEST = 64 * 1024;
    private static final int LONGEST_ID = 500;

    private final Transmitter transmitter;
    private final String audience;
    private final SteadyClock clock;

    EventTokens(Transmitter transmitter, String audience, SteadyClock clock) {
        this.transmitter = transmitter;
        this.audience = audience;
        this.clock = clock;
    }

    /** What came of reading one. */
    sealed interface Read {
        record Holds(Signal signal) implements Read {}

        record Not(Fault fault) implements Read {}
    }

    Read read(String token) {
        Optional<Instant> now = clock.reliable();
        if (now.isEmpty()) {
            return new Read.Not(Fault.CLOCK_SET_BACK);
        }
        if (token.length() > LONGEST) {
            return new Read.Not(Fault.MALFORMED);
        }
        try {
            // What can be seen without a key is looked at first: nobody makes this ask for keys with just any text.
            if (!(JWTParser.parse(token) instanceof SignedJWT jwt)
                    || !ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
                return new Read.Not(Fault.SIGNATURE);
            }
            if (!transmitter.issuer().toString().equals(jwt.getJWTClaimsSet().getIssuer())) {
                return new Read.Not(Fault.ISSUER);
            }
            return read(processor().process(token, null), now.get(), clock.skew());
        } catch (KeySourceException e) {
            Log.trouble("transmitter's keys", Trouble.of(Trouble.Why.NO_KEYS, e));
            return new Read.Not(Fault.TRANSMITTER_UNREACHABLE);
        } catch (BadJOSEException | JOSEException bad) {
            return new Read.Not(Fault.SIGNATURE);
        } catch (ParseException none) {
            return new Read.Not(Fault.MALFORMED);
        } catch (IOException e) {
            Log.trouble("transmitter's metadata", Trouble.of(Trouble.Why.NOT_UNDERSTOOD, e));
            return new Read.Not(Fault.TRANSMITTER_UNREACHABLE);
        }
    }

    private DefaultJWTProcessor<SecurityContext> processor() throws IOException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new JOSEObjectType("secevent+jwt"), new JOSEObjectType("application/secevent+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, transmitter.keys()));
        // Claims are checked here, by our own clock.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        return processor;
    }

    private Read read(JWTClaimsSet claims, Instant now, Duration skew) {
        if (!claims.getAudience().contains(audience)) {
            return new Read.Not(Fault.AUDIENCE);
        }
        String id = claims.getJWTID();
        Date issued = claims.getIssueTime();
        boolean oneEvent = claims.getClaim("events") instanceof Map<?, ?> events && events.size() == 1;
        if (id == null || id.isEmpty() || id.length() > LONGEST_ID || issued == null || !oneEvent) {
            return new Read.Not(Fault.MALFORMED);
        }
        if (Freshness.of(issued.toInstant(), now, null, skew) instanceof Freshness.Unknown) {
            return new Read.Not(Fault.FUTURE);
        }
        Map.Entry<?, ?> event =
                ((Map<?, ?>) claims.getClaim("events")).entrySet().iterator().next();
        if (!(event.getValue() instanceof Map<?, ?> said)
                || !(claims.getClaim("sub_id") instanceof Map<?, ?> subject)
                || !(subject.get("format") instanceof String format)) {
            return new Read.Not(Fault.MALFORMED);
        }
        return new Read.Holds(new Signal(
                String.valueOf(claims.getIssuer()),
                id,
                issued.toInstant(),
                new SignalSubject(format, members(subject)),
                String.valueOf(event.getKey()),
                members(said)));
    }

    /** Without those that are null, which say nothing. */
    private static Map<String, Object> members(Map<?, ?> object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (name != null && value != null) {
                members.put(String.valueOf(name), value);
            }
        });
        return members;
    }
}
