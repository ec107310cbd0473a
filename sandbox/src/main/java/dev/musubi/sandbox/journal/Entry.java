package dev.musubi.sandbox.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that has happened in the sandbox. The whole state of the sandbox is what its entries say, in order, on top
 * of what the seed computes. Entries hold plain values only (strings, numbers, times, bytes), so that the file stays
 * readable by later versions.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Founded.class, name = "founded"),
    @JsonSubTypes.Type(value = Entry.Resized.class, name = "resized"),
    @JsonSubTypes.Type(value = Entry.AuthorityMade.class, name = "authority"),
    @JsonSubTypes.Type(value = Entry.CertificateMade.class, name = "certificate"),
    @JsonSubTypes.Type(value = Entry.Lived.class, name = "lived"),
    @JsonSubTypes.Type(value = Entry.PinCounted.class, name = "pin"),
    @JsonSubTypes.Type(value = Entry.PinChanged.class, name = "new-pin"),
    @JsonSubTypes.Type(value = Entry.ClockSet.class, name = "clock"),
    @JsonSubTypes.Type(value = Entry.FaultsSet.class, name = "faults"),
    @JsonSubTypes.Type(value = Entry.CrlPublished.class, name = "crl"),
    @JsonSubTypes.Type(value = Entry.ConsentRegistered.class, name = "consent"),
    @JsonSubTypes.Type(value = Entry.ConsentCancelled.class, name = "cancellation"),
    @JsonSubTypes.Type(value = Entry.AppClientSet.class, name = "app-client"),
    @JsonSubTypes.Type(value = Entry.AppServerKeysMade.class, name = "app-server-keys"),
})
public sealed interface Entry {

    /** The sandbox begins: everything computed is a function of these three. */
    record Founded(Instant at, long seed, int residents) implements Entry {}

    /** The register now holds more residents. */
    record Resized(int residents) implements Entry {}

    /** A generation of an authority exists. {@code role} is SIGNATURE or AUTHENTICATION; key in PKCS#8, both DER. */
    record AuthorityMade(String role, int generation, byte[] privateKey, byte[] certificate) implements Entry {

        @Override
        public String toString() {
            return "AuthorityMade[" + role + " " + generation + "]";
        }
    }

    /** The key pair and the certificate of a computed or issued record were made. Key in PKCS#8, both DER. */
    record CertificateMade(long sequence, byte[] privateKey, byte[] certificate) implements Entry {

        @Override
        public String toString() {
            return "CertificateMade[redacted]";
        }
    }

    /** Something happened in the life of a resident; {@code person} is the register entry after it. */
    record Lived(
            Instant at,
            int resident,
            String type,
            PersonData person,
            List<RevocationData> revoked,
            List<IssueData> issued)
            implements Entry {

        @Override
        public String toString() {
            return "Lived[" + type + "]";
        }
    }

    /** The tries left of one PIN changed. */
    record PinCounted(int resident, String key, int triesLeft) implements Entry {

        @Override
        public String toString() {
            return "PinCounted[redacted]";
        }
    }

    /** One PIN has another value, and all its tries. */
    record PinChanged(int resident, String key, String value) implements Entry {

        @Override
        public String toString() {
            return "PinChanged[redacted]";
        }
    }

    /** The sandbox's clock differs from the machine's by {@code offset}. */
    record ClockSet(Duration offset) implements Entry {}

    /** The set of faults in force was replaced. */
    record FaultsSet(List<String> faults) implements Entry {}

    /** A full CRL of one partition was published; it holds every revocation of the partition recorded before it. */
    record CrlPublished(
            String authorityKeyId,
            String prefecture,
            String municipality,
            long number,
            Instant thisUpdate,
            Instant upTo)
            implements Entry {}

    /** A resident consented to the disclosure of the latest attributes. */
    record ConsentRegistered(
            String consentId,
            int resident,
            String serviceProvider,
            String service,
            List<String> items,
            Instant receivedAt,
            Instant startsAt,
            Instant endsAt,
            String digest)
            implements Entry {

        @Override
        public String toString() {
            return "ConsentRegistered[redacted]";
        }
    }

    /** A consent was cancelled. */
    record ConsentCancelled(String consentId, Instant cancelledAt) implements Entry {

        @Override
        public String toString() {
            return "ConsentCancelled[redacted]";
        }
    }

    /** A client of the state's app was registered, as JSON, or removed, where that is empty. */
    record AppClientSet(String clientId, String form) implements Entry {

        @Override
        public String toString() {
            return "AppClientSet[redacted]";
        }
    }

    /** The keys of the played server of the state's app were made: two JWKs, and what subjects are computed with. */
    record AppServerKeysMade(String accessTokenKey, String idTokenKey, byte[] subjectKey) implements Entry {

        @Override
        public String toString() {
            return "AppServerKeysMade[redacted]";
        }
    }

    /** A register entry in plain values. Dates of birth as on certificates ({@code EYYYYMMDD}), sex as 1, 2 or 3. */
    record PersonData(
            String name,
            String nameFlags,
            String address,
            String addressFlags,
            String dateOfBirth,
            String sex,
            String municipality,
            String residence,
            @Nullable String cardExpiry) {

        @Override
        public String toString() {
            return "PersonData[redacted]";
        }
    }

    /** A certificate, by its place in the order of issue, stopped being good. */
    record RevocationData(long sequence, String reason) {

        @Override
        public String toString() {
            return "RevocationData[" + reason + "]";
        }
    }

    /** A certificate was issued on the person as {@link Lived} leaves it. */
    record IssueData(long sequence, String kind, int generation, Instant notBefore, Instant notAfter) {

        @Override
        public String toString() {
            return "IssueData[" + kind + "]";
        }
    }
}
