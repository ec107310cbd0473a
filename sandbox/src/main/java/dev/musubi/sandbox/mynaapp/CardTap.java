package dev.musubi.sandbox.mynaapp;

import dev.musubi.card.CardKey;
import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.apdu.ChannelException;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import dev.musubi.card.apdu.StatusWord;
import dev.musubi.card.client.CardProblem;
import dev.musubi.card.client.CardResult;
import dev.musubi.card.client.CardSignature;
import dev.musubi.card.client.JpkiCard;
import dev.musubi.card.client.Pin;
import dev.musubi.card.virtual.VirtualReader;
import dev.musubi.sandbox.card.Device;
import dev.musubi.sandbox.card.ResidentCards;
import dev.musubi.sandbox.journal.JournalException;
import java.time.Instant;
import java.util.Optional;

/**
 * A card held to the phone: it signs what it is given, in APDUs, by the same client as a real card would be used by. The card counts
 * wrong PINs.
 */
final class CardTap {

    /** VERIFY with a PIN, ISO/IEC 7816-4. */
    private static final int VERIFY = 0x20;

    private final ResidentCards cards;

    CardTap(ResidentCards cards) {
        this.cards = cards;
    }

    /** What came of it. */
    sealed interface Outcome {
        /** It signed. */
        record Signed(byte[] certificate, byte[] signature) implements Outcome {

            @Override
            public String toString() {
                return "Signed[redacted]";
            }
        }

        /** Nothing was signed. The card may be tapped again after the first four. */
        record Not(Reason reason, int triesLeft) implements Outcome {}
    }

    /** Why a card did not sign. */
    enum Reason {
        PIN_WRONG,
        PIN_MALFORMED,
        CARD_LOST,
        PIN_LOCKED,
        EXPIRED,
        MISSING
    }

    /** Taps the card; {@code lost} takes it away before it can answer to the PIN. */
    Outcome sign(int resident, CardKey key, String pin, byte[] input, Instant at, boolean lost) {
        try {
            ApduChannel channel =
                    VirtualReader.with(cards.card(resident, Device.CARD)).connect();
            CardResult<JpkiCard> opened = JpkiCard.open(lost ? new Slipping(channel) : channel);
            if (opened instanceof CardResult.Done<JpkiCard>(JpkiCard card)) {
                try (card) {
                    CardResult<CardSignature> signed =
                            card.signAsGiven(key, (which, left) -> Optional.of(Pin.of(pin.toCharArray())), at, input);
                    return switch (signed) {
                        case CardResult.Done<CardSignature>(CardSignature signature) ->
                            new Outcome.Signed(signature.certificate().der(), signature.value());
                        case CardResult.Failed<CardSignature>(CardProblem problem) -> failed(problem);
                    };
                }
            }
            return new Outcome.Not(Reason.MISSING, 0);
        } catch (ChannelException e) {
            throw new IllegalStateException("a card in memory was taken away", e);
        }
    }

    private static Outcome failed(CardProblem problem) {
        return switch (problem) {
            case CardProblem.PinWrong(CardKey key, int left) -> new Outcome.Not(Reason.PIN_WRONG, left);
            case CardProblem.PinLocked locked -> new Outcome.Not(Reason.PIN_LOCKED, 0);
            case CardProblem.PinMalformed malformed -> new Outcome.Not(Reason.PIN_MALFORMED, 0);
            case CardProblem.CardRemoved removed -> new Outcome.Not(Reason.CARD_LOST, 0);
            case CardProblem.WrongCard none -> new Outcome.Not(Reason.MISSING, 0);
            case CardProblem.CertificateExpired expired -> new Outcome.Not(Reason.EXPIRED, 0);
            case CardProblem.CertificateNotYetValid early -> new Outcome.Not(Reason.EXPIRED, 0);
            case CardProblem.CardFault(String doing, String status)
            when status.equals(StatusWord.MEMORY_FAILURE.toString()) ->
                throw new JournalException("the card could not write its memory");
            default -> throw new IllegalStateException("a resident's card answered " + problem.code());
        };
    }

    /** A card that slips off before the PIN reaches it, so that no try is spent. */
    private record Slipping(ApduChannel channel) implements ApduChannel {

        @Override
        public ResponseApdu transmit(CommandApdu command) throws ChannelException {
            if (command.ins() == VERIFY && command.data().length > 0) {
                throw new ChannelException(ChannelException.Cause.CARD_REMOVED);
            }
            return channel.transmit(command);
        }

        @Override
        public void close() {
            channel.close();
        }
    }
}
