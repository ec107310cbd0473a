package dev.musubi.sandbox.authority;

import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.certificate.CrlPartition;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.sandbox.journal.Entry;
import dev.musubi.sandbox.journal.Journal;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.Municipality;
import dev.musubi.sandbox.register.ResidentRegister;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Turns certificates on record into certificates: numbers at once, key pairs and DER when first needed. What was made is
 * in the journal before anybody sees it, so a certificate never changes.
 */
public final class Certificates {

    private static final int LOCKS = 64;

    private final Journal journal;
    private final JpkiProfile profile;
    private final Authorities authorities;
    private final CertificateWriter writer;
    private final ResidentRegister register;
    private final Map<Long, Entry.CertificateMade> made = new ConcurrentHashMap<>();
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
    private volatile SerialNumbers serials = new SerialNumbers(0);

    /** Certificates of a register's records. */
    public Certificates(
            Journal journal,
            JpkiProfile profile,
            Authorities authorities,
            CertificateWriter writer,
            ResidentRegister register) {
        this.journal = journal;
        this.profile = profile;
        this.authorities = authorities;
        this.writer = writer;
        this.register = register;
        journal.subscribe(this::apply);
    }

    /** The number that identifies a certificate. */
    public CertificateId idOf(CertificateRecord record) {
        return new CertificateId(authorityOf(record).keyId(), serials.serialOf(record.sequence()));
    }

    /** The certificate on record with this number. */
    public Optional<CertificateRecord> find(CertificateId id) {
        var sequence = serials.sequenceOf(id.serial());
        return sequence.isEmpty()
                ? Optional.empty()
                : register.bySequence(sequence.getAsLong())
                        .filter(record -> authorityOf(record).keyId().equals(id.authority()));
    }

    /** The authority that issued it. */
    public Authority authorityOf(CertificateRecord record) {
        return authorities.get(record.kind().issuedBy(), record.generation());
    }

    /** The CRL it belongs to. */
    public CrlPartition partitionOf(CertificateRecord record) {
        return partition(record.kind().issuedBy(), record.municipality());
    }

    /** The CRL partition of a municipality at an authority. */
    public CrlPartition partition(dev.musubi.jpki.profile.AuthorityRole role, Municipality municipality) {
        return CrlPartition.of(profile, role, municipality.prefectureRomaji(), municipality.romaji());
    }

    /** The certificate itself, and its key; made and put on record at the first call. */
    public IssuedCertificate issued(CertificateRecord record) {
        Entry.CertificateMade known = made.get(record.sequence());
        if (known == null) {
            ReentrantLock lock = locks.get((int) (record.sequence() % LOCKS));
            lock.lock();
            try {
                known = made.get(record.sequence());
                if (known == null) {
                    known = make(record);
                    journal.append(known);
                }
            } finally {
                lock.unlock();
            }
        }
        return new IssuedCertificate(record, Keys.privateKey(known.privateKey()), known.certificate());
    }

    /** What a certificate says, for a key. */
    public EndEntity content(CertificateRecord record, PublicKey key) {
        return new EndEntity(
                record.kind(),
                serials.serialOf(record.sequence()),
                authorityOf(record).keyId(),
                record.municipality(),
                partitionOf(record),
                identifier(record),
                record.attributes(),
                profile.policyOid(record.kind()),
                record.notBefore(),
                record.notAfter(),
                key,
                0);
    }

    private Entry.CertificateMade make(CertificateRecord record) {
        KeyPair pair = Keys.generate();
        byte[] der = writer.endEntity(
                content(record, pair.getPublic()), authorityOf(record).privateKey());
        return new Entry.CertificateMade(record.sequence(), pair.getPrivate().getEncoded(), der);
    }

    /** Opaque, but in the shape of a real one: eight hexadecimal digits, six letters, the municipality, four more. */
    private String identifier(CertificateRecord record) {
        long dice = serials.mix(record.sequence() ^ 0x6A09E667F3BCC908L);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            letters.append((char) ('A' + Long.remainderUnsigned(dice >>> (i * 5), 26)));
        }
        return String.format(
                Locale.ROOT,
                "%08X%s%s%03d%c",
                dice >>> 32,
                letters,
                record.municipality().code(),
                Long.remainderUnsigned(dice, 1000),
                (char) ('A' + Long.remainderUnsigned(dice >>> 11, 26)));
    }

    /** A serial for a certificate of the authority's own that is on no record: 16 octets. */
    BigInteger serialOffRecord() {
        byte[] octets = new byte[16];
        new java.security.SecureRandom().nextBytes(octets);
        octets[0] = 0x7F;
        return new BigInteger(1, octets);
    }

    private void apply(Entry entry) {
        switch (entry) {
            case Entry.Founded(Instant at, long seed, int residents) -> serials = new SerialNumbers(seed);
            case Entry.CertificateMade certificate -> made.put(certificate.sequence(), certificate);
            default -> {
                // Not about certificates.
            }
        }
    }
}
