package dev.musubi.sandbox.repository;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.CrlPartition;
import dev.musubi.jpki.revocation.crl.CrlDescription;
import dev.musubi.jpki.revocation.crl.CrlWriter;
import dev.musubi.sandbox.authority.Authorities;
import dev.musubi.sandbox.authority.Authority;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.register.Municipalities;
import dev.musubi.sandbox.register.Municipality;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Optional;

/** Signs the lists (RFC 5280 section 5): full, version 2, with the partition in a critical issuingDistributionPoint. */
public final class CrlService {

    private final RevocationLists lists;
    private final Authorities authorities;
    private final Certificates certificates;
    private final Municipalities municipalities;

    /** Signs these lists. */
    public CrlService(
            RevocationLists lists, Authorities authorities, Certificates certificates, Municipalities municipalities) {
        this.lists = lists;
        this.authorities = authorities;
        this.certificates = certificates;
        this.municipalities = municipalities;
    }

    /** A list ready to be sent. */
    record SignedList(byte[] der, Publication publication) {}

    /** Which of the two newest lists. */
    enum Which {
        NEWEST,
        PREVIOUS
    }

    /** The list of a municipality by an authority's key; empty if there is no such key or municipality. */
    Optional<SignedList> list(AuthorityKeyId keyId, String prefecture, String municipality, Which which, Instant now) {
        Optional<Place> place = place(keyId, prefecture, municipality);
        return place.map(p -> {
            Publication publication = publication(p, which, now);
            return new SignedList(
                    sign(p.authority(), p.authority().privateKey(), p.partition(), publication), publication);
        });
    }

    Publication publication(Place place, Which which, Instant now) {
        PartitionKey key = new PartitionKey(
                place.authority().keyId(),
                place.partition().prefecture(),
                place.partition().municipality());
        return switch (which) {
            case NEWEST -> lists.current(key, now);
            case PREVIOUS -> lists.previous(key, now);
        };
    }

    /** An authority's key and one of its partitions. */
    record Place(Authority authority, Municipality municipality, CrlPartition partition) {}

    Optional<Place> place(AuthorityKeyId keyId, String prefecture, String municipality) {
        Authority authority = authorities.find(keyId).orElse(null);
        Municipality where = municipalities.byRomaji(prefecture, municipality).orElse(null);
        return authority == null || where == null
                ? Optional.empty()
                : Optional.of(new Place(authority, where, certificates.partition(authority.role(), where)));
    }

    byte[] sign(Authority authority, PrivateKey key, CrlPartition partition, Publication publication) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CrlDescription description = new CrlDescription(
                authorities.trusted().find(authority.keyId()).orElseThrow(),
                partition,
                BigInteger.valueOf(publication.number()),
                publication.thisUpdate(),
                publication.nextUpdate());
        try {
            new CrlWriter(key).write(description, publication.entries(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
