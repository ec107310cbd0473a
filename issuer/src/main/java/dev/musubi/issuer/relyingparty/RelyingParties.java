package dev.musubi.issuer.relyingparty;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.web.KnownCertificates;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The registry of relying parties. One is recognised by the very certificate it registered (RFC 8705 section 2.2,
 * self-signed certificate mutual TLS), so no outside authority can let anybody in.
 */
@Component
public class RelyingParties implements KnownCertificates {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    RelyingParties(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Registers a relying party, or replaces what was registered under its id, but for the sector: changing that would
     * give every holder a new name there. Without a certificate it can speak OpenID Connect, but not come through the
     * relying parties' door.
     *
     * @return what is registered now
     */
    public RelyingParty register(RelyingParty party, @Nullable X509Certificate certificate) {
        return jdbc.sql("""
                        insert into relying_party (relying_party_id, name, name_en, sector, law, certificate_sha256,
                                                   return_uris, verifier, accreditation, registered_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (relying_party_id) do update set name = excluded.name,
                               name_en = excluded.name_en, law = excluded.law,
                               certificate_sha256 = excluded.certificate_sha256, return_uris = excluded.return_uris,
                               verifier = excluded.verifier, accreditation = excluded.accreditation
                        returning *""")
                .params(Sql.values(
                        party.id(),
                        party.name(),
                        party.nameEn(),
                        party.sector(),
                        party.law().name(),
                        certificate == null ? null : sha256(certificate),
                        party.returnUris().stream().map(URI::toString).toArray(String[]::new),
                        party.verifier(),
                        party.accreditation(),
                        Sql.time(clock.instant())))
                .query(RelyingParties::relyingParty)
                .single();
    }

    /** Who has this certificate. */
    public Optional<RelyingParty> withCertificate(X509Certificate certificate) {
        return jdbc.sql("select * from relying_party where certificate_sha256 = ?")
                .param(sha256(certificate))
                .query(RelyingParties::relyingParty)
                .optional();
    }

    @Override
    public boolean knows(X509Certificate certificate) {
        return withCertificate(certificate).isPresent();
    }

    /** By id. */
    public Optional<RelyingParty> find(String id) {
        return jdbc.sql("select * from relying_party where relying_party_id = ?")
                .param(id)
                .query(RelyingParties::relyingParty)
                .optional();
    }

    /** All of them, by id. */
    public List<RelyingParty> all() {
        return jdbc.sql("select * from relying_party order by relying_party_id")
                .query(RelyingParties::relyingParty)
                .list();
    }

    private static byte[] sha256(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has an encoding, and SHA-256 is part of Java", e);
        }
    }

    private static RelyingParty relyingParty(ResultSet row, int n) throws SQLException {
        return new RelyingParty(
                row.getString("relying_party_id"),
                row.getString("name"),
                row.getString("name_en"),
                row.getString("sector"),
                RelyingParty.Law.valueOf(row.getString("law")),
                Arrays.stream((String[]) row.getArray("return_uris").getArray())
                        .map(URI::create)
                        .toList(),
                row.getBoolean("verifier"),
                row.getString("accreditation"));
    }
}
