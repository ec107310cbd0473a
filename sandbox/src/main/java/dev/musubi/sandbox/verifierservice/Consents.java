package dev.musubi.sandbox.verifierservice;

import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.VerificationOutcome;
import dev.musubi.sandbox.authority.Authorities;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.journal.Entry;
import dev.musubi.sandbox.journal.Journal;
import dev.musubi.sandbox.register.CertificateRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The consents residents have given, each for one service of one provider, for ten years. Given and cancelled only with
 * the holder's signature; kept across any number of new certificates.
 */
public final class Consents {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);
    private static final int YEARS = 10;
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final int ID_OCTETS = 16;

    private final Journal journal;
    private final JpkiProfile profile;
    private final Authorities authorities;
    private final Certificates certificates;
    private final ConsentStart start;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Consent> consents = new ConcurrentHashMap<>();
    private final Map<String, String> received = new ConcurrentHashMap<>();
    private final List<Registered> registered = new ArrayList<>();
    private final List<Cancellation> cancellations = new ArrayList<>();
    private final ReentrantLock deciding = new ReentrantLock();

    /** None at first. */
    public Consents(
            Journal journal,
            JpkiProfile profile,
            Authorities authorities,
            Certificates certificates,
            ConsentStart start) {
        this.journal = journal;
        this.profile = profile;
        this.authorities = authorities;
        this.certificates = certificates;
        this.start = start;
        journal.subscribe(this::apply);
    }

    /** A consent was cancelled. */
    record Cancellation(String consentId, String serviceProvider, Instant cancelledAt) {}

    /** What became of an application. */
    sealed interface Outcome {
        /** It is on record; {@code before} if it had been already. */
        record Taken(Consent consent, boolean before) implements Outcome {}

        /** It is not. */
        record Refused(Refusal why) implements Outcome {}

        /** There is no such consent. */
        record NoSuchConsent() implements Outcome {}
    }

    Optional<Consent> find(String id) {
        return Optional.ofNullable(consents.get(id));
    }

    /** Registers a consent signed by its giver. */
    Outcome register(String jws, Instant now) {
        return switch (signed(jws, now)) {
            case Signed.Refused(Refusal why) -> new Outcome.Refused(why);
            case Signed.By by
            when by.application() instanceof Application.GiveConsent given -> {
                String before = received.get(by.digest());
                if (before != null) {
                    // Whoever lost the answer sends the same again and gets the same.
                    yield new Outcome.Taken(find(before).orElseThrow(), true);
                }
                if (!isFresh(given.statedAt(), now)) {
                    yield new Outcome.Refused(Refusal.TOO_OLD);
                }
                yield record(by, given, now);
            }
            case Signed.By by -> new Outcome.Refused(Refusal.MALFORMED);
        };
    }

    private Outcome record(Signed.By by, Application.GiveConsent given, Instant now) {
        deciding.lock();
        try {
            String before = received.get(by.digest());
            if (before != null) {
                return new Outcome.Taken(find(before).orElseThrow(), true);
            }
            Instant at = now.truncatedTo(ChronoUnit.MILLIS);
            LocalDate today = LocalDate.ofInstant(at, JAPAN);
            Instant startsAt = switch (start) {
                case NEXT_DAY -> today.plusDays(1).atStartOfDay(JAPAN).toInstant();
                case IMMEDIATELY -> at;
            };
            Instant endsAt =
                    today.plusYears(YEARS).atTime(LAST_SECOND).atZone(JAPAN).toInstant();
            byte[] id = new byte[ID_OCTETS];
            random.nextBytes(id);
            String name = "c-" + HexFormat.of().formatHex(id);
            journal.append(new Entry.ConsentRegistered(
                    name,
                    by.record().resident(),
                    given.serviceProvider(),
                    given.service(),
                    given.items().stream().map(Item::name).toList(),
                    at,
                    startsAt,
                    endsAt,
                    by.digest()));
            consents.values().stream()
                    .filter(each -> each.replacedBy(name, find(name).orElseThrow()))
                    .forEach(each -> journal.append(new Entry.ConsentCancelled(each.id(), at)));
            return new Outcome.Taken(find(name).orElseThrow(), false);
        } finally {
            deciding.unlock();
        }
    }

    /** Cancels a consent; signed with any signature certificate in force of the person who gave it. */
    Outcome cancel(String consentId, String jws, Instant now) {
        Consent consent = consents.get(consentId);
        if (consent == null) {
            return new Outcome.NoSuchConsent();
        }
        return switch (signed(jws, now)) {
            case Signed.Refused(Refusal why) -> new Outcome.Refused(why);
            case Signed.By by
            when by.application() instanceof Application.CancelConsent cancel -> {
                if (!cancel.consentId().equals(consentId)) {
                    yield new Outcome.Refused(Refusal.MALFORMED);
                }
                if (by.record().resident() != consent.resident()) {
                    yield new Outcome.Refused(Refusal.NOT_THE_HOLDER);
                }
                if (cancel.statedAt() != null && !isFresh(cancel.statedAt(), now)) {
                    yield new Outcome.Refused(Refusal.TOO_OLD);
                }
                yield cancel(consentId, now);
            }
            case Signed.By by -> new Outcome.Refused(Refusal.MALFORMED);
        };
    }

    private Outcome cancel(String consentId, Instant now) {
        deciding.lock();
        try {
            if (find(consentId).orElseThrow().cancelledAt() == null) {
                journal.append(new Entry.ConsentCancelled(consentId, now.truncatedTo(ChronoUnit.MILLIS)));
            }
            return new Outcome.Taken(find(consentId).orElseThrow(), false);
        } finally {
            deciding.unlock();
        }
    }

    /** A page of cancellations of one provider's consents, and the cursor to go on from. */
    record CancellationPage(List<Cancellation> cancellations, long cursor) {}

    CancellationPage cancellationsAfter(String serviceProvider, long after, int limit) {
        synchronized (cancellations) {
            List<Cancellation> page = new ArrayList<>();
            long cursor = after;
            for (int i = Math.clamp(after, 0, cancellations.size()); i < cancellations.size(); i++) {
                Cancellation each = cancellations.get(i);
                cursor = i + 1L;
                if (each.serviceProvider().equals(serviceProvider)) {
                    page.add(each);
                    if (page.size() == limit) {
                        break;
                    }
                }
            }
            return new CancellationPage(page, cursor);
        }
    }

    /** A consent was put on record for an application whose content has this SHA-256 (hexadecimal). */
    record Registered(String digest, String serviceProvider, String consentId) {}

    /** A page of what one provider registered, the oldest first, and the cursor to go on from. */
    record RegistrationPage(List<Registered> registrations, long cursor) {}

    RegistrationPage registrationsAfter(String serviceProvider, long after, int limit) {
        synchronized (registered) {
            List<Registered> page = new ArrayList<>();
            long cursor = after;
            for (int i = Math.clamp(after, 0, registered.size()); i < registered.size() && page.size() < limit; i++) {
                Registered each = registered.get(i);
                cursor = i + 1L;
                if (each.serviceProvider().equals(serviceProvider)) {
                    page.add(each);
                }
            }
            return new RegistrationPage(page, cursor);
        }
    }

    private static boolean isFresh(Instant statedAt, Instant now) {
        return Duration.between(statedAt, now).abs().compareTo(FRESH) <= 0;
    }

    /** An application whose signature has been judged. */
    private sealed interface Signed {
        record By(CertificateRecord record, Application application, String digest) implements Signed {}

        record Refused(Refusal why) implements Signed {}
    }

    private Signed signed(String jws, Instant now) {
        SignatureVerifier verifier = new SignatureVerifier(profile, authorities.trusted(), SKEW);
        return switch (verifier.verifyJws(jws, now)) {
            case VerificationOutcome.Refused refused -> new Signed.Refused(Refusal.SIGNATURE_INVALID);
            case VerificationOutcome.Verified verified -> {
                @Nullable
                CertificateRecord record =
                        certificates.find(verified.certificate().id()).orElse(null);
                if (record == null) {
                    yield new Signed.Refused(Refusal.SIGNATURE_INVALID);
                }
                if (record.revocation() != null) {
                    yield new Signed.Refused(Refusal.CERTIFICATE_REVOKED);
                }
                byte[] content = verified.content().bytes();
                yield Application.read(content)
                        .<Signed>map(application -> new Signed.By(record, application, digest(content)))
                        .orElseGet(() -> new Signed.Refused(Refusal.MALFORMED));
            }
        };
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void apply(Entry entry) {
        switch (entry) {
            case Entry.ConsentRegistered given -> {
                Set<Item> items = EnumSet.noneOf(Item.class);
                given.items().forEach(item -> items.add(Item.valueOf(item)));
                consents.put(
                        given.consentId(),
                        new Consent(
                                given.consentId(),
                                given.resident(),
                                given.serviceProvider(),
                                given.service(),
                                items,
                                given.receivedAt(),
                                given.startsAt(),
                                given.endsAt(),
                                null));
                received.put(given.digest(), given.consentId());
                synchronized (registered) {
                    registered.add(new Registered(given.digest(), given.serviceProvider(), given.consentId()));
                }
            }
            case Entry.ConsentCancelled(String consentId, Instant cancelledAt) -> {
                Consent consent = consents.get(consentId);
                if (consent != null) {
                    consents.put(consentId, consent.cancelled(cancelledAt));
                    synchronized (cancellations) {
                        cancellations.add(new Cancellation(consentId, consent.serviceProvider(), cancelledAt));
                    }
                }
            }
            default -> {
                // Not about consents.
            }
        }
    }
}
