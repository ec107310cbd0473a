package dev.musubi.sandbox.authority;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.Validity;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.sandbox.journal.Entry;
import dev.musubi.sandbox.journal.Journal;
import dev.musubi.sandbox.register.Generations;
import dev.musubi.sandbox.register.Issuers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.ASN1OctetString;

/**
 * The signature authority and the authentication authority, two generations of each at first. All generations of one
 * have the same name; only the key tells them apart. A further generation begins when somebody asks for it, or by itself
 * when the newest has less than a year to live.
 */
public final class Authorities implements Issuers {

    private static final String SUBJECT_KEY_ID = "2.5.29.14";
    private static final int SERIAL_BITS = 30;
    private static final int YEAR = 365;

    private final Journal journal;
    private final CertificateWriter writer;
    private final Path folder;
    private final Map<AuthorityKeyId, Authority> byKeyId = new ConcurrentHashMap<>();
    private final ReentrantLock making = new ReentrantLock();
    private volatile List<Authority> sorted = List.of();
    private volatile TrustedAuthorities trusted;

    /** Authorities that keep themselves in the journal, and their certificates in a folder. */
    public Authorities(Journal journal, CertificateWriter writer, Path folder, TrustedAuthorities none) {
        this.journal = journal;
        this.writer = writer;
        this.folder = folder;
        this.trusted = none;
        journal.subscribe(this::apply);
    }

    /** Makes the first generations if the journal has none, and writes the certificates of all to the folder. */
    public void begin(Instant founded) {
        if (byKeyId.isEmpty()) {
            List<Future<Entry.AuthorityMade>> all = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (AuthorityRole role : AuthorityRole.values()) {
                    for (int generation = 1; generation <= Generations.AT_FOUNDING; generation++) {
                        int which = generation;
                        Instant beginning = Generations.beginning(founded, generation);
                        all.add(threads.submit(() -> make(role, which, beginning)));
                    }
                }
            }
            all.forEach(each -> journal.append(each.resultNow()));
        }
        writeFiles();
    }

    /** All generations of both, the oldest of each first. */
    public List<Authority> all() {
        return sorted;
    }

    /** The authority with this key. */
    public Optional<Authority> find(AuthorityKeyId keyId) {
        return Optional.ofNullable(byKeyId.get(keyId));
    }

    /** The authority of this role and generation. */
    public Authority get(AuthorityRole role, int generation) {
        return all().stream()
                .filter(a -> a.role() == role && a.generation() == generation)
                .findFirst()
                .orElseThrow();
    }

    /** All of them, for verifying what residents send back. */
    public TrustedAuthorities trusted() {
        return trusted;
    }

    /** Begins the next generation of an authority: verifiers have to learn of it. */
    public Authority rollOver(AuthorityRole role, Instant at) {
        making.lock();
        try {
            int next = newest(role, Instant.MAX).generation() + 1;
            journal.append(make(role, next, at.truncatedTo(ChronoUnit.SECONDS)));
            writeFiles();
            return get(role, next);
        } finally {
            making.unlock();
        }
    }

    @Override
    public int currentGeneration(CertificateKind kind, Instant at) {
        making.lock();
        try {
            Authority newest = newest(kind.issuedBy(), at);
            if (Validity.isOver(newest.notAfter(), at.plus(YEAR, ChronoUnit.DAYS))) {
                return rollOver(kind.issuedBy(), at).generation();
            }
            return newest.generation();
        } finally {
            making.unlock();
        }
    }

    @Override
    public Instant endOf(CertificateKind kind, int generation) {
        return get(kind.issuedBy(), generation).notAfter();
    }

    private Authority newest(AuthorityRole role, Instant at) {
        List<Authority> ofRole = all().stream().filter(a -> a.role() == role).toList();
        return ofRole.stream()
                .filter(a -> !a.notBefore().isAfter(at))
                .max(Comparator.comparingInt(Authority::generation))
                .orElse(ofRole.getFirst());
    }

    private Entry.AuthorityMade make(AuthorityRole role, int generation, Instant beginning) {
        KeyPair pair = Keys.generate();
        BigInteger serial = generation == 1
                ? BigInteger.ONE
                : new BigInteger(SERIAL_BITS, new java.security.SecureRandom()).setBit(SERIAL_BITS - 4);
        byte[] certificate = writer.authority(
                role, serial, beginning, Generations.end(beginning), pair.getPublic(), pair.getPrivate());
        return new Entry.AuthorityMade(
                role.name(), generation, pair.getPrivate().getEncoded(), certificate);
    }

    private void apply(Entry entry) {
        if (entry instanceof Entry.AuthorityMade made) {
            var certificate = Keys.certificate(made.certificate());
            byte[] extension = certificate.getExtensionValue(SUBJECT_KEY_ID);
            byte[] keyId = ASN1OctetString.getInstance(
                            ASN1OctetString.getInstance(extension).getOctets())
                    .getOctets();
            Authority authority = new Authority(
                    AuthorityRole.valueOf(made.role()),
                    made.generation(),
                    AuthorityKeyId.of(keyId),
                    Keys.privateKey(made.privateKey()),
                    certificate);
            byKeyId.put(authority.keyId(), authority);
            sorted = byKeyId.values().stream()
                    .sorted(Comparator.comparing(Authority::role).thenComparingInt(Authority::generation))
                    .toList();
            trusted = trusted.with(certificate);
        }
    }

    private void writeFiles() {
        try {
            Files.createDirectories(folder);
            for (Authority each : all()) {
                Path file = folder.resolve(each.fileName());
                if (!Files.exists(file)) {
                    Path draft = folder.resolve(each.fileName() + ".part");
                    Files.writeString(draft, Keys.pem(each.certificate().getEncoded()));
                    Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the authorities' certificates cannot be written", e);
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
