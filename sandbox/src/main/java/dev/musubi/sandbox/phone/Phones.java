package dev.musubi.sandbox.phone;

import dev.musubi.card.CardKey;
import dev.musubi.card.DigestAlgorithm;
import dev.musubi.card.apdu.ChannelException;
import dev.musubi.card.apdu.StatusWord;
import dev.musubi.card.client.CardCertificate;
import dev.musubi.card.client.CardDigest;
import dev.musubi.card.client.CardProblem;
import dev.musubi.card.client.CardResult;
import dev.musubi.card.client.CardSignature;
import dev.musubi.card.client.JpkiCard;
import dev.musubi.card.client.Pin;
import dev.musubi.card.virtual.VirtualReader;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.sandbox.authority.CertificateWriter;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.card.Device;
import dev.musubi.sandbox.card.KeyUse;
import dev.musubi.sandbox.card.ResidentCards;
import dev.musubi.sandbox.journal.JournalException;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.Resident;
import dev.musubi.sandbox.register.ResidentPin;
import dev.musubi.sandbox.register.ResidentRegister;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The phones of all residents. A phone shows what is to be signed, for which host and with which check word, takes a PIN and has the card that is held to it sign, or
 * the application inside itself, exactly the octets it was given. It speaks to either in APDUs, by the same client as an
 * application with a real card would; the card counts wrong PINs. A phone told to forge has the card sign as well, and then
 * sends something else.
 */
public final class Phones {

    private final ResidentRegister register;
    private final ResidentCards cards;
    private final Forger forger;

    /** The phones of the residents of a register. */
    public Phones(ResidentRegister register, ResidentCards cards, Certificates certificates, CertificateWriter writer) {
        this.register = register;
        this.cards = cards;
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
            @Nullable String origin,
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

        /** What was entered cannot be this PIN; the card was not asked, and so many tries are left. */
        record PinMalformed(int triesLeft) implements Outcome {}

        /** No certificate of this kind is in force on this device. */
        record NoCertificate(Device device) implements Outcome {}

        /** The document names another issuer than the one the phone talks to: it was passed on, and is not signed. */
        record IssuerDiffers() implements Outcome {}

        /** A forgery that cannot be had in this form. */
        record NotInThisForm() implements Outcome {}
    }

    /** Has a resident sign. */
    public Outcome sign(int resident, Order order, Instant at) {
        KeyUse key = order.forge() == Forgery.AUTHENTICATION_CERTIFICATE ? KeyUse.AUTHENTICATION : order.key();
        if (order.format() == Format.CMS && !worksInCms(order.forge())) {
            return new Outcome.NotInThisForm();
        }
        SignedText text = SignedText.of(order.document());
        if (!text.isFrom(order.origin())) {
            return new Outcome.IssuerDiffers();
        }
        Optional<CertificateRecord> record =
                register.find(resident).orElseThrow().live(key.kindOn(order.device()), at);
        if (record.isEmpty()) {
            return new Outcome.NoCertificate(order.device());
        }
        Tap tap = new Tap(order, record.get(), at);
        try (JpkiCard card = open(resident, order.device())) {
            // The PIN asked for is that of the key the caller named, even when another signs.
            CardResult<CardSignature> signed = card.sign(
                    order.key().onCard(),
                    (pin, triesLeft) -> Optional.of(Pin.of(order.pin().toCharArray())),
                    at,
                    tap::digest);
            return switch (signed) {
                case CardResult.Done<CardSignature>(CardSignature signature) ->
                    new Outcome.Signed(text.shown(), tap.finished(signature));
                case CardResult.Failed<CardSignature>(CardProblem problem) -> failed(problem, resident, order);
            };
        }
    }

    private JpkiCard open(int resident, Device device) {
        try {
            return switch (JpkiCard.open(
                    VirtualReader.with(cards.card(resident, device)).connect())) {
                case CardResult.Done<JpkiCard>(JpkiCard card) -> card;
                case CardResult.Failed<JpkiCard>(CardProblem problem) -> throw unexpected(problem);
            };
        } catch (ChannelException e) {
            throw new IllegalStateException("a card in memory was taken away", e);
        }
    }

    private Outcome failed(CardProblem problem, int resident, Order order) {
        return switch (problem) {
            case CardProblem.PinWrong(CardKey key, int left) -> new Outcome.PinWrong(left);
            case CardProblem.PinLocked locked -> new Outcome.PinLocked();
            case CardProblem.PinMalformed malformed -> {
                CertificateKind asked = order.key().kindOn(order.device());
                yield new Outcome.PinMalformed(
                        register.find(resident).orElseThrow().triesLeft(ResidentPin.of(asked)));
            }
            case CardProblem.WrongCard none -> new Outcome.NoCertificate(order.device());
            case CardProblem.CertificateExpired expired -> new Outcome.NoCertificate(order.device());
            case CardProblem.CertificateNotYetValid early -> new Outcome.NoCertificate(order.device());
            case CardProblem.CardFault(String doing, String status)
            when status.equals(StatusWord.MEMORY_FAILURE.toString()) ->
                throw new JournalException("the card could not write its memory");
            default -> throw unexpected(problem);
        };
    }

    private static IllegalStateException unexpected(CardProblem problem) {
        return new IllegalStateException("a resident's card answered " + problem.code());
    }

    /** The certificate of a device as a phone shows it. */
    public Optional<CertificateRecord> certificate(Resident resident, Device device, KeyUse key, Instant at) {
        return resident.live(key.kindOn(device), at);
    }

    /** One signature in the making: what the card is given, and what is sent once it has signed. */
    private final class Tap {

        private final Order order;
        private final CertificateRecord record;
        private final Instant at;
        private final byte[] document;
        private @Nullable Forged sent;
        private @Nullable Draft draft;

        Tap(Order order, CertificateRecord record, Instant at) {
            this.order = order;
            this.record = record;
            this.at = at;
            this.document = order.document().getBytes(StandardCharsets.UTF_8);
        }

        CardDigest digest(CardCertificate onCard) {
            Forged forged = order.forge() == Forgery.NONE
                    ? new Forged(onCard.der(), null)
                    : forger.forged(order.forge(), record, at);
            byte @Nullable [] along = order.forge() == Forgery.NO_X5C ? null : forged.certificate();
            Draft made = switch (order.format()) {
                case JWS -> Signatures.jws(document, order.type(), along);
                case CMS ->
                    Signatures.cms(
                            order.forge() == Forgery.ALTERED_DOCUMENT ? altered(document) : document,
                            forged.certificate(),
                            along != null,
                            at);
            };
            sent = forged;
            draft = made;
            return CardDigest.ofDocument(DigestAlgorithm.SHA_256, made.toBeSigned());
        }

        String finished(CardSignature signature) {
            Forged forged = sent;
            Draft made = draft;
            if (forged == null || made == null) {
                throw new IllegalStateException("the card signed nothing");
            }
            if (order.forge() == Forgery.ALG_NONE) {
                return Signatures.unsecuredJws(document, order.type(), forged.certificate());
            }
            byte[] value =
                    forged.instead() == null ? signature.value() : Signatures.sign(forged.instead(), made.toBeSigned());
            String signed = made.complete().apply(value);
            return order.format() == Format.JWS && order.forge() == Forgery.ALTERED_DOCUMENT
                    ? Signatures.withOtherDocument(signed, altered(document))
                    : signed;
        }
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
}
