package dev.musubi.sandbox.phone;

import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.sandbox.authority.CertificateWriter;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.Resident;
import dev.musubi.sandbox.register.ResidentRegister;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The phones of all residents. A phone shows what is to be signed, takes a PIN and signs with the card held to it or
 * with its own key, exactly the octets it was given. Like the real ones it refuses after five wrong PINs for the
 * signature key and three for the authentication key, until the holder goes to the counter.
 */
public final class Phones {

    /** The PIN of every signature key. */
    public static final String SIGNATURE_PIN = "MUSUBI1";

    /** The PIN of every authentication key. */
    public static final String AUTHENTICATION_PIN = "1234";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ResidentRegister register;
    private final Forger forger;

    /** The phones of the residents of a register. */
    public Phones(ResidentRegister register, Certificates certificates, CertificateWriter writer) {
        this.register = register;
        this.forger = new Forger(certificates, writer);
    }

    /** What somebody is asked to sign, and how. */
    public record Order(
            Device device,
            KeyUse key,
            Format format,
            String pin,
            String document,
            @Nullable String type,
            Forgery forge) {

        @Override
        public String toString() {
            return "Order[redacted]";
        }
    }

    /** The form of the signature. */
    public enum Format {
        /** A compact JWS (RFC 7515) with x5c. */
        JWS,
        /** A detached CMS signature (RFC 5652), base64. */
        CMS
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** Signed: what the person saw, and the signature. */
        record Signed(String shown, String signed) implements Outcome {

            @Override
            public String toString() {
                return "Signed[redacted]";
            }
        }

        /** The PIN was wrong; so many tries are left. */
        record PinWrong(int triesLeft) implements Outcome {}

        /** There are no tries left; only the counter can help. */
        record PinLocked() implements Outcome {}

        /** No certificate of this kind is in force on this device. */
        record NoCertificate(Device device) implements Outcome {}

        /** A forgery that cannot be had in this form. */
        record NotInThisForm() implements Outcome {}
    }

    /** Has a resident sign. */
    public Outcome sign(int resident, Order order, Instant at) {
        KeyUse key = order.forge() == Forgery.AUTHENTICATION_CERTIFICATE ? KeyUse.AUTHENTICATION : order.key();
        if (order.format() == Format.CMS && !worksInCms(order.forge())) {
            return new Outcome.NotInThisForm();
        }
        Optional<CertificateRecord> record =
                register.find(resident).orElseThrow().live(key.kindOn(order.device()), at);
        if (record.isEmpty()) {
            return new Outcome.NoCertificate(order.device());
        }
        // The PIN asked for is that of the key the caller named, even when another signs.
        CertificateKind asked = order.key().kindOn(order.device());
        if (!register.enterPin(resident, asked, isRight(order.key(), order.pin()))) {
            Resident now = register.find(resident).orElseThrow();
            int left = now.triesLeft(asked);
            return left == 0 ? new Outcome.PinLocked() : new Outcome.PinWrong(left);
        }
        byte[] document = order.document().getBytes(StandardCharsets.UTF_8);
        Signer signer = forger.signer(order.forge(), record.get(), at);
        String signed = switch (order.format()) {
            case JWS -> jws(order, document, signer);
            case CMS -> Base64.getEncoder().encodeToString(cms(order, document, signer, at));
        };
        return new Outcome.Signed(shown(order.document()), signed);
    }

    /** The certificate of a device as a phone shows it. */
    public Optional<CertificateRecord> certificate(Resident resident, Device device, KeyUse key, Instant at) {
        return resident.live(key.kindOn(device), at);
    }

    private static String jws(Order order, byte[] document, Signer signer) {
        return switch (order.forge()) {
            case NO_X5C -> Signatures.jws(document, order.type(), signer.key(), null);
            case ALG_NONE -> Signatures.unsecuredJws(document, order.type(), signer.certificate());
            case ALTERED_DOCUMENT ->
                Signatures.withOtherDocument(
                        Signatures.jws(document, order.type(), signer.key(), signer.certificate()), altered(document));
            default -> Signatures.jws(document, order.type(), signer.key(), signer.certificate());
        };
    }

    private static byte[] cms(Order order, byte[] document, Signer signer, Instant at) {
        byte[] content = order.forge() == Forgery.ALTERED_DOCUMENT ? altered(document) : document;
        return Signatures.cms(content, signer, order.forge() != Forgery.NO_X5C, at);
    }

    private static boolean worksInCms(Forgery forgery) {
        return switch (forgery) {
            case TRAILING_BYTES, INDEFINITE_LENGTH, ALG_NONE -> false;
            default -> true;
        };
    }

    /** The same text with one more space at its end: still JSON, if it was. */
    private static byte[] altered(byte[] document) {
        return (new String(document, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isRight(KeyUse key, String pin) {
        return switch (key) {
            // The card takes capitals only, and every client turns what is typed into capitals.
            case SIGNATURE -> pin.toUpperCase(Locale.ROOT).equals(SIGNATURE_PIN);
            case AUTHENTICATION -> pin.equals(AUTHENTICATION_PIN);
        };
    }

    /** The member {@code display} of a JSON document, or else the document itself. */
    private static String shown(String document) {
        try {
            JsonNode node = JSON.readTree(document);
            JsonNode display = node == null ? null : node.get("display");
            if (display == null) {
                return document;
            }
            return display.isString() ? display.stringValue() : display.toString();
        } catch (JacksonException e) {
            return document;
        }
    }
}
