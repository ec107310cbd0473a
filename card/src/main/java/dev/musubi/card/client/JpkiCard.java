package dev.musubi.card.client;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.CardKey;
import dev.musubi.card.TokenKind;
import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.apdu.ChannelException;
import dev.musubi.card.apdu.ResponseApdu;
import dev.musubi.card.apdu.StatusWord;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * A card whose JPKI application is selected. Everything it does stays within that application: it never asks for the My
 * Number or the card's face.
 *
 * <p>A PIN is asked for once, after the tries left are known, sent once and never sent again by itself. After each
 * signature or change the rights the PIN gave are dropped, for they would outlast this program (a card keeps them until
 * another application is selected or its power goes). Used by the thread that opened it only: PC/SC gives the card to a
 * thread.
 */
public final class JpkiCard implements AutoCloseable {

    private static final int TOKEN_INFORMATION = 0x0006;
    private static final int LABEL_LENGTH = 32;

    /** What a block of 256 bytes has room for (RFC 8017, section 9.2). */
    private static final int LARGEST_INPUT = 245;

    private static final int[] FREE_CERTIFICATES = {
        CardKey.AUTHENTICATION.certificateFile(),
        CardKey.AUTHENTICATION.authorityFile(),
        CardKey.SIGNATURE.authorityFile()
    };

    private final ApduChannel channel;
    private final JpkiCommands commands;

    private JpkiCard(ApduChannel channel) {
        this.channel = channel;
        this.commands = new JpkiCommands(channel);
    }

    /**
     * Selects the JPKI application and looks inside; {@link CardProblem.WrongCard} if there is none. The channel is closed on
     * failure.
     */
    public static CardResult<JpkiCard> open(ApduChannel channel) {
        JpkiCard card = new JpkiCard(channel);
        CardResult<JpkiCard> opened = card.answer(() -> {
            card.requireJpki();
            return card;
        });
        if (opened instanceof CardResult.Failed) {
            channel.close();
        }
        return opened;
    }

    private void selectJpki() throws ChannelException, CardProblemException {
        StatusWord status = commands.selectApplication(CardApplicationId.JPKI);
        if (!status.isOk()) {
            throw JpkiCommands.fault("select application", status);
        }
    }

    /**
     * A card that has no such application may say so with any status, and one that says {@code 9000} to everything has not got
     * it either: what lies inside decides. One of these can be read on every card: the label of the token, or a certificate for
     * which no PIN is asked.
     */
    private void requireJpki() throws ChannelException, CardProblemException {
        if (!commands.selectApplication(CardApplicationId.JPKI).isOk() || !looksLikeJpki()) {
            throw new CardProblemException(new CardProblem.WrongCard());
        }
    }

    private boolean looksLikeJpki() throws ChannelException {
        try {
            if (commands.hasFile(TOKEN_INFORMATION)) {
                ResponseApdu label = commands.read("look at card", LABEL_LENGTH);
                if (label.status().isOk() && text(label).startsWith(TokenKind.LABEL_PREFIX)) {
                    return true;
                }
            }
            for (int file : FREE_CERTIFICATES) {
                if (commands.hasFile(file) && commands.beginsAsCertificate()) {
                    return true;
                }
            }
        } catch (CardProblemException e) {
            return false; // it answers what no My Number Card does
        }
        return false;
    }

    private static String text(ResponseApdu label) {
        return new String(label.data(), StandardCharsets.ISO_8859_1);
    }

    /** Card or smartphone, by the token information; empty if the label is one we do not know. */
    public CardResult<Optional<TokenKind>> token() {
        return answer(() -> {
            commands.selectFile(TOKEN_INFORMATION);
            ResponseApdu label = commands.read("read token information", LABEL_LENGTH);
            if (!label.status().isOk()) {
                throw JpkiCommands.fault("read token information", label.status());
            }
            return TokenKind.ofLabel(text(label));
        });
    }

    /** The holder's sign-in certificate, for which the card asks no PIN. */
    public CardResult<CardCertificate> authenticationCertificate() {
        return answer(() -> readCertificate(CardKey.AUTHENTICATION, CardKey.AUTHENTICATION.certificateFile()));
    }

    /** The holder's signature certificate, for which the card asks the signature PIN. It says name and address. */
    public CardResult<CardCertificate> signatureCertificate(PinPrompt prompt) {
        return answer(() -> withPin(
                CardKey.SIGNATURE,
                prompt,
                () -> readCertificate(CardKey.SIGNATURE, CardKey.SIGNATURE.certificateFile())));
    }

    /** The authority's certificate that lies on the card. Never trust an authority because a card says so. */
    public CardResult<CardCertificate> authorityCertificate(CardKey key) {
        return answer(() -> readCertificate(key, key.authorityFile()));
    }

    /** How many wrong tries are left; 0 is locked. Asking spends none. */
    public CardResult<Integer> triesLeft(CardKey key) {
        return answer(() -> {
            commands.selectFile(key.pin().fileId());
            return commands.triesLeft();
        });
    }

    /** Has a digest signed. The same as the other {@code sign}, for documents that do not name the certificate. */
    public CardResult<CardSignature> sign(CardKey key, PinPrompt prompt, Instant at, CardDigest digest) {
        return sign(key, prompt, at, certificate -> digest);
    }

    /**
     * Has a digest signed, with one PIN entry.
     *
     * @param key which key
     * @param prompt asks the person for the PIN
     * @param at the present: a certificate whose dates do not contain it is not used
     * @param document makes the digest when the certificate is known, since many formats sign the certificate as well; for
     *     an RSA key any digest, for ECDSA P-384 SHA-384
     * @throws IllegalArgumentException if this key is not used with that digest; no signature was made
     */
    public CardResult<CardSignature> sign(
            CardKey key, PinPrompt prompt, Instant at, Function<CardCertificate, CardDigest> document) {
        return answer(() -> {
            if (key == CardKey.AUTHENTICATION) {
                requireInForce(readCertificate(key, key.certificateFile()), at);
            }
            return withPin(key, prompt, () -> {
                CardCertificate certificate = readCertificate(key, key.certificateFile());
                requireInForce(certificate, at);
                return sign(certificate, document.apply(certificate));
            });
        });
    }

    /**
     * Has an RSA key sign exactly these bytes, with one PIN entry: for whoever plays a program that hands on what others made, as the
     * state's app does. A bare hash gives a signature that ordinary libraries do not verify; sign a document by {@link #sign} instead.
     *
     * @param input what the card pads by PKCS #1 v1.5: 1 to 245 bytes
     */
    public CardResult<CardSignature> signAsGiven(CardKey key, PinPrompt prompt, Instant at, byte[] input) {
        if (input.length == 0 || input.length > LARGEST_INPUT) {
            throw new IllegalArgumentException("1 to " + LARGEST_INPUT + " bytes are signed");
        }
        byte[] given = input.clone();
        return answer(() -> {
            if (key == CardKey.AUTHENTICATION) {
                requireInForce(readCertificate(key, key.certificateFile()), at);
            }
            return withPin(key, prompt, () -> {
                CardCertificate certificate = readCertificate(key, key.certificateFile());
                requireInForce(certificate, at);
                if (operation(certificate) != KeyOperation.RSA) {
                    throw new IllegalArgumentException("only an RSA key signs what it is given");
                }
                return sign(certificate, KeyOperation.RSA, given);
            });
        });
    }

    private static void requireInForce(CardCertificate certificate, Instant at) throws CardProblemException {
        Optional<CardProblem> problem = certificate.problemAt(at);
        if (problem.isPresent()) {
            throw new CardProblemException(problem.get());
        }
    }

    private CardSignature sign(CardCertificate certificate, CardDigest digest)
            throws ChannelException, CardProblemException {
        KeyOperation operation = operation(certificate);
        byte[] input = operation
                .input(digest)
                .orElseThrow(() -> new IllegalArgumentException(operation.algorithm() + " is not used with "
                        + digest.algorithm().jcaName()));
        return sign(certificate, operation, input);
    }

    private static KeyOperation operation(CardCertificate certificate) throws CardProblemException {
        return KeyOperation.of(certificate.x509().getPublicKey())
                .orElseThrow(() -> JpkiCommands.fault("read certificate", StatusWord.OK));
    }

    private CardSignature sign(CardCertificate certificate, KeyOperation operation, byte[] input)
            throws ChannelException, CardProblemException {
        commands.selectFile(certificate.key().keyFile());
        byte[] signature = commands.sign(input);
        try {
            if (!operation.algorithm().isJwsSignatureValue(signature)
                    || !operation.isSignature(certificate.x509().getPublicKey(), input, signature)) {
                throw JpkiCommands.fault("sign", StatusWord.OK);
            }
        } catch (GeneralSecurityException e) {
            throw JpkiCommands.fault("sign", StatusWord.OK);
        }
        return new CardSignature(signature, operation.algorithm(), certificate);
    }

    /**
     * Changes a PIN. The new one is looked at before the old one is asked for.
     *
     * @param next the new PIN; the caller closes it
     */
    public CardResult<Boolean> changePin(CardKey key, PinPrompt current, Pin next) {
        return answer(() -> {
            if (!next.fits(key.pin())) {
                throw new CardProblemException(new CardProblem.PinMalformed(key));
            }
            return withPin(key, current, () -> {
                byte[] bytes = next.bytes();
                try {
                    StatusWord status = commands.change(bytes);
                    if (!status.isOk()) {
                        throw JpkiCommands.fault("change PIN", status);
                    }
                    return true;
                } finally {
                    Arrays.fill(bytes, (byte) 0);
                }
            });
        });
    }

    private CardCertificate readCertificate(CardKey key, int file) throws ChannelException, CardProblemException {
        commands.selectFile(file);
        ResponseApdu der = commands.readDer("read certificate");
        if (der.status().equals(StatusWord.SECURITY_STATUS_NOT_SATISFIED)) {
            throw new CardProblemException(new CardProblem.PinNeeded(key));
        }
        if (!der.status().isOk()) {
            throw JpkiCommands.fault("read certificate", der.status());
        }
        return CardCertificate.parse(key, der.data())
                .orElseThrow(() -> JpkiCommands.fault("read certificate", der.status()));
    }

    /**
     * Asks for the PIN, gives it to the card once, works, and drops the right it gave whatever came of it. What came of it
     * is given back even if the card cannot be made to drop the right: a signature that was made, a PIN that was changed,
     * cannot be undone by saying that it failed. The card's power is taken then, and the right ends with it.
     */
    private <T> T withPin(CardKey key, PinPrompt prompt, Work<T> work) throws ChannelException, CardProblemException {
        verify(key, prompt);
        T result;
        try {
            result = work.run();
        } catch (ChannelException | CardProblemException | RuntimeException e) {
            dropRights();
            throw e;
        }
        dropRights();
        return result;
    }

    private void verify(CardKey key, PinPrompt prompt) throws ChannelException, CardProblemException {
        commands.selectFile(key.pin().fileId());
        int left = commands.triesLeft();
        if (left == 0) {
            throw new CardProblemException(new CardProblem.PinLocked(key));
        }
        Optional<Pin> entered = prompt.ask(key, left);
        if (entered.isEmpty()) {
            throw new CardProblemException(new CardProblem.Cancelled());
        }
        try (Pin pin = entered.get()) {
            if (!pin.fits(key.pin())) {
                throw new CardProblemException(new CardProblem.PinMalformed(key));
            }
            byte[] bytes = pin.bytes();
            try {
                requireRight(key, commands.verify(bytes));
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    private void requireRight(CardKey key, StatusWord status) throws ChannelException, CardProblemException {
        if (status.isOk()) {
            return;
        }
        // Where the answer does not say how many tries are left, asking spends none.
        int left = status.equals(StatusWord.PIN_WRONG)
                ? commands.triesLeft()
                : status.triesLeft().orElse(-1);
        if (left == 0 || status.isPinLocked()) {
            throw new CardProblemException(new CardProblem.PinLocked(key));
        }
        if (left > 0) {
            throw new CardProblemException(new CardProblem.PinWrong(key, left));
        }
        throw JpkiCommands.fault("verify PIN", status);
    }

    /**
     * Selecting another application drops them, whether the card has that one or not being the card's affair. Where JPKI cannot be
     * selected again the channel is closed, which takes the card's power.
     */
    private void dropRights() {
        try {
            commands.selectApplication(CardApplicationId.ISSUER_SECURITY_DOMAIN);
            selectJpki();
        } catch (ChannelException | CardProblemException e) {
            channel.close();
        }
    }

    private interface Work<T> {
        T run() throws ChannelException, CardProblemException;
    }

    private <T> CardResult<T> answer(Work<T> work) {
        try {
            return new CardResult.Done<>(work.run());
        } catch (ChannelException e) {
            return new CardResult.Failed<>(CardProblemException.of(e));
        } catch (CardProblemException e) {
            return new CardResult.Failed<>(e.problem());
        }
    }

    /** Lets the card go. */
    @Override
    public void close() {
        channel.close();
    }
}
